namespace Exporter.Probes;

/// <summary>One question's wait in the server's own queue, as the server's messages tell it.</summary>
/// <param name="time">The clock of the timestamps.</param>
/// <param name="joined">When the server took the question into its queue, as far as its answer tells.</param>
internal sealed class QueueWait(TimeProvider time, long joined)
{
    private long? left;

    /// <summary>The place that was given at the beginning; null where the server tells none.</summary>
    public QueuePlace? First { get; private set; }

    /// <summary>The place last told.</summary>
    public QueuePlace? Last { get; private set; }

    /// <summary>How long the wait was; null while it lasts.</summary>
    public TimeSpan? Waited => left is { } end ? time.GetElapsedTime(joined, end) : null;

    public void Told(QueuePlace place)
    {
        First ??= place;
        Last = place;
    }

    /// <summary>The question's turn has come; a later call changes nothing.</summary>
    public void Leave(long timestamp) => left ??= timestamp;
}
