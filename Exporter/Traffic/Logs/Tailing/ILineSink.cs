namespace Exporter.Traffic.Logs.Tailing;

/// <summary>Takes the lines of a log, one at a time.</summary>
internal interface ILineSink
{
    /// <summary>A whole line, never empty, without its end. The bytes may be changed and are gone afterwards.</summary>
    public void Line(Span<byte> line);

    /// <summary>A line that was too long to be kept.</summary>
    public void TooLong();
}
