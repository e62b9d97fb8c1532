namespace Exporter.Web;

/// <summary>Lets something that clients can cause at will be told once an interval, with the number of times in between.</summary>
internal sealed class RepeatedEvent(TimeSpan interval, TimeProvider time)
{
    private readonly Lock gate = new();
    private long? told;
    private long untold;

    /// <param name="count">How often it happened since it was last told, this time included; 0 where it is not to be told.</param>
    public bool ShouldTell(out long count)
    {
        lock (gate)
        {
            untold++;
            count = 0;
            if (told is { } last && time.GetElapsedTime(last) < interval)
            {
                return false;
            }

            (count, untold, told) = (untold, 0, time.GetTimestamp());
            return true;
        }
    }
}
