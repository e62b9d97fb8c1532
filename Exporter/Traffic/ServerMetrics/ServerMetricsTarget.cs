using Exporter.Configuration;
using Exporter.Configuration.Traffic;

namespace Exporter.Traffic.ServerMetrics;

/// <summary>A target whose own metrics are read.</summary>
/// <param name="Target">Its name; label <c>target</c>.</param>
/// <param name="Url">Its base address.</param>
/// <param name="Server">Which program it is; null means that the names tell.</param>
internal sealed record ServerMetricsTarget(string Target, Uri Url, ServerKind? Server, RelayConfig Relay)
{
    /// <summary>Null for a target without section <c>relay</c>.</summary>
    public static ServerMetricsTarget? Of(TargetConfig target) =>
        target.Relay is { } relay ? new ServerMetricsTarget(target.Name, target.Url, target.Server, relay) : null;

    /// <summary>Whether there are no metrics, and the page of loaded models is read in their place.</summary>
    public bool HasNoMetrics => Server == ServerKind.Ollama;

    /// <summary>The address that is asked.</summary>
    public Uri Address
    {
        get
        {
            var address = AddressOf(HasNoMetrics ? ServerAboutPages.OllamaModels : Relay.Path);
            return Relay.Port is { } port ? new UriBuilder(address) { Port = port }.Uri : address;
        }
    }

    /// <summary>A page beside the metrics, on the url's own port.</summary>
    public Uri AddressOf(string path) => new(Url.GetLeftPart(UriPartial.Path).TrimEnd('/') + path);

    /// <summary>How long what was read is worth something.</summary>
    public TimeSpan Lifetime => Relay.Interval * 3;
}
