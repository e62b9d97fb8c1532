using Exporter.Configuration;
using Exporter.Configuration.Web;
using Exporter.Tests.Support;
using Exporter.Web;

namespace Exporter.Tests.Web.Support;

/// <summary>A web configuration that a test can change while a server runs, with a real file whose content changes along.</summary>
internal sealed class WebConfigUnderTest : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private ConfigResult<WebConfig> result = new(new WebConfig(), []);
    private int version;

    public WebConfigUnderTest(WebConfig config) => Set(config);

    public WebConfigSource Source => new(Path, _ => Volatile.Read(ref result));

    public string Path => folder.PathOf("web.yml");

    public void Set(WebConfig config) => Set(new ConfigResult<WebConfig>(config, []));

    public void Break(string message) => Set(new ConfigResult<WebConfig>(null, [new ConfigError(Path, 3, 5, "basic_auth_users.alice", message)]));

    /// <summary>Options of a server that looks at the files before every answer.</summary>
    public WebServerOptions Apply(WebServerOptions options) => options with
    {
        WebConfig = Source,
        Limits = options.Limits with { FileCheckInterval = TimeSpan.Zero },
    };

    public void Dispose() => folder.Dispose();

    private void Set(ConfigResult<WebConfig> next)
    {
        Volatile.Write(ref result, next);
        File.WriteAllText(Path, $"version {++version}");
    }
}
