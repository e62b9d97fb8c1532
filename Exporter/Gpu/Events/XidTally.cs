namespace Exporter.Gpu.Events;

/// <summary>
/// One code of one GPU. An error that both sources tell of is counted once: a report is the twin of an earlier one from the other
/// source that has no twin yet and is not older than the window. Not thread-safe.
/// </summary>
internal sealed class XidTally(TimeProvider time)
{
    /// <summary>Both sources tell within a second; a busy machine may be slow, and no card repeats a code for another reason so soon without end.</summary>
    private static readonly TimeSpan window = TimeSpan.FromSeconds(15);

    /// <summary>More reports without a twin than this belong to a source that is alone.</summary>
    private const int MostWithoutTwin = 256;

    private readonly Queue<long>[] withoutTwin = [new(), new()];

    public long Count { get; private set; }

    public double? LastTime { get; private set; }

    /// <returns>Whether it was counted: false for the twin of one that was.</returns>
    public bool Report(XidSource source)
    {
        Forget();
        var own = withoutTwin[(int)source];
        var others = withoutTwin[1 - (int)source];
        if (others.TryDequeue(out _))
        {
            return false;
        }

        if (own.Count < MostWithoutTwin)
        {
            own.Enqueue(time.GetTimestamp());
        }

        Count++;
        LastTime = time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        return true;
    }

    private void Forget()
    {
        foreach (var reports in withoutTwin)
        {
            while (reports.TryPeek(out var at) && time.GetElapsedTime(at) > window)
            {
                reports.Dequeue();
            }
        }
    }
}
