using Exporter.Configuration.Client;

namespace Exporter.Configuration.Traffic;

/// <summary>Section <c>relay</c> of a target: its own metrics are read, for what all servers have in common and to be passed on.</summary>
internal sealed record RelayConfig
{
    /// <summary>Asked with GET; begins with a slash; added to the target's url. Default <c>/metrics</c>.</summary>
    public string Path { get; init; } = "/metrics";

    /// <summary>Another port than the url's; null takes the url's, the default.</summary>
    public int? Port { get; init; }

    /// <summary>Time between two readings; 1 s to 1 h; default 15 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Bound of one reading; shorter than the interval; default 5 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Names of the families that are passed on, with <c>*</c> for any characters and <c>?</c> for one; empty passes none on.</summary>
    public ValueList<string> Allow { get; init; } = ValueList<string>.Empty;

    /// <summary>Series that are passed on at most; 1 to 100000; default 2000.</summary>
    public int MaxSeries { get; init; } = 2000;

    /// <summary>A longer answer is not read; 1 KiB to 64 MiB; default 4 MiB.</summary>
    public long MaxBytes { get; init; } = 4 << 20;

    /// <summary>Section <c>authorization</c>; null means none.</summary>
    public AuthorizationConfig? Authorization { get; init; }

    /// <summary>Section <c>basic_auth</c>; null means none. Excludes <see cref="Authorization"/>.</summary>
    public BasicAuthConfig? BasicAuth { get; init; }

    /// <summary>Section <c>tls</c>; null means the system's trust and no client certificate.</summary>
    public TlsClientConfig? Tls { get; init; }
}
