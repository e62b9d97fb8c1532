namespace Exporter.Gpu.Sampling;

/// <summary>Wishes to have the GPUs released, from whoever has them to the loop that grants them. Thread-safe.</summary>
internal sealed class GpuReleases
{
    private readonly Lock gate = new();
    private TaskCompletionSource requested = NewSource();
    private TaskCompletionSource<bool> granted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool isGranted;

    /// <summary>Completes as soon as somebody wishes for a release that the loop has not taken up yet.</summary>
    public Task Requested
    {
        get
        {
            lock (gate)
            {
                return requested.Task;
            }
        }
    }

    /// <summary>Wishes for a release; while one is granted, for a longer one.</summary>
    /// <returns>Whether the driver was closed wholly; completes when that is known.</returns>
    public Task<bool> Request()
    {
        lock (gate)
        {
            requested.TrySetResult();
            return granted.Task;
        }
    }

    /// <summary>The loop took the wish up: the driver is closed, or as much of it as can be.</summary>
    public void Grant(bool wholly)
    {
        lock (gate)
        {
            requested = NewSource();
            if (!isGranted)
            {
                isGranted = true;
                granted.SetResult(wholly);
            }
        }
    }

    /// <summary>The pause is over.</summary>
    public void End()
    {
        lock (gate)
        {
            isGranted = false;
            granted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
