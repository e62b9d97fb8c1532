namespace Exporter.Gpu.Sampling;

/// <summary>
/// Counts the threads that were left behind in calls that hang, so that a GPU whose driver never answers costs two threads and not
/// one at every opening: the one that hangs and one replacement. Thread-safe.
/// </summary>
internal sealed class HangingCalls
{
    private const int MostPerGpu = 2;

    private readonly Lock gate = new();
    private readonly List<GpuSampler> leftBehind = [];

    public void Add(GpuSampler sampler)
    {
        lock (gate)
        {
            leftBehind.Add(sampler);
        }
    }

    /// <summary>Whether another thread may go where others may hang.</summary>
    public bool MayEnter(int gpu)
    {
        lock (gate)
        {
            leftBehind.RemoveAll(sampler => sampler.HasEnded);
            return leftBehind.Count(sampler => sampler.View.Index == gpu) < MostPerGpu;
        }
    }
}
