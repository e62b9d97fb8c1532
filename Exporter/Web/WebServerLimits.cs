namespace Exporter.Web;

/// <summary>What one client may cost. The defaults suit a handful of Prometheus servers; tests shorten the times.</summary>
internal sealed record WebServerLimits
{
    /// <summary>Most open connections; null derives it from the process's limit of open files.</summary>
    public int? MaxConnections { get; init; }

    /// <summary>Time for a whole request head, from its first byte.</summary>
    public TimeSpan RequestHeadersTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time without a request after which a connection is closed; longer than any common scrape interval.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromMinutes(3);

    public TimeSpan TlsHandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes a second below which a client that sends or takes a body is dropped.</summary>
    public double MinDataRate { get; init; } = 240;

    /// <summary>How long a body may be slower than <see cref="MinDataRate"/>; more than one second.</summary>
    public TimeSpan MinDataRateGrace { get; init; } = TimeSpan.FromSeconds(5);

    public int MaxRequestLineBytes { get; init; } = 4 * 1024;

    public int MaxRequestHeadersBytes { get; init; } = 16 * 1024;

    public int MaxRequestHeaders { get; init; } = 64;

    /// <summary>Most bytes of a POST's body, which nobody reads; other methods may have none.</summary>
    public long MaxRequestBodyBytes { get; init; } = 1024;

    /// <summary>How long a stop waits for requests in progress.</summary>
    public TimeSpan StopBound { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often, at most, the web configuration and the files it names are looked at.</summary>
    public TimeSpan FileCheckInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Deadline of a scrape that names none.</summary>
    public TimeSpan DefaultScrapeTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
