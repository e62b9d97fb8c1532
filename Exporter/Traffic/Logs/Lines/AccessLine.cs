namespace Exporter.Traffic.Logs.Lines;

/// <summary>What one line of an access log says. The spans point into the line and are worth something only as long as it is.</summary>
internal ref struct AccessLine
{
    /// <summary>As sent; empty where the request had none that could be read.</summary>
    public ReadOnlySpan<byte> Method;

    /// <summary>Path and query as the server wrote them; empty where there was none.</summary>
    public ReadOnlySpan<byte> Path;

    /// <summary>100 to 599.</summary>
    public int Status;

    /// <summary>Null where the line has none.</summary>
    public double? DurationSeconds;

    /// <summary>Whether the line has a field for it, so that <see cref="UserAgent"/> decides whose request it was.</summary>
    public bool HasUserAgent;

    public ReadOnlySpan<byte> UserAgent;

    /// <summary>Client port; 0 where the line has none.</summary>
    public int ClientPort;
}
