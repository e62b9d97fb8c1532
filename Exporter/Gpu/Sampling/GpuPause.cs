namespace Exporter.Gpu.Sampling;

/// <summary>The waits between two sessions: ended early by traces of a driver that came or changed, and by a wish for a release.</summary>
internal sealed class GpuPause(IGpuDriver driver, GpuReleases releases, GpuOptions options, TimeProvider time)
{
    /// <returns>What ended it.</returns>
    public async Task<GpuPauseEnd> WaitAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        var before = driver.Traces();
        var started = time.GetTimestamp();
        while (pause - time.GetElapsedTime(started) is { Ticks: > 0 } left)
        {
            var step = before is not null && left > options.LookInterval ? options.LookInterval : left;
            if (await IsReleaseRequestedWithinAsync(step, cancellationToken).ConfigureAwait(false))
            {
                return GpuPauseEnd.ReleaseRequested;
            }

            if (before != driver.Traces())
            {
                return GpuPauseEnd.DriverChanged;
            }
        }

        return GpuPauseEnd.Over;
    }

    /// <summary>Leaves released GPUs alone; every further wish for it begins the pause anew.</summary>
    public async Task HoldAsync(bool wholly, CancellationToken cancellationToken)
    {
        try
        {
            do
            {
                releases.Grant(wholly);
            }
            while (await IsReleaseRequestedWithinAsync(options.ReleasePause, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            releases.End();
        }
    }

    private async Task<bool> IsReleaseRequestedWithinAsync(TimeSpan bound, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var requested = releases.Requested;
        await Task.WhenAny(requested, Task.Delay(bound, time, waiting.Token)).ConfigureAwait(false);
        await waiting.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return requested.IsCompleted;
    }
}
