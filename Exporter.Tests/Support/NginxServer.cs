using System.Globalization;

namespace Exporter.Tests.Support;

/// <summary>A real nginx with one small page, a configuration and logs of its own.</summary>
internal sealed class NginxServer : IAsyncDisposable
{
    private const string Program = "/usr/sbin/nginx";
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder folder;
    private readonly ChildProcess process;

    private NginxServer(TemporaryFolder folder, ChildProcess process, int port)
    {
        this.folder = folder;
        this.process = process;
        BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
    }

    public Uri BaseAddress { get; }

    /// <summary>Lines of its access log until now, in the format <c>combined</c>.</summary>
    public IReadOnlyList<string> AccessLog => File.Exists(folder.PathOf("access.log")) ? File.ReadAllLines(folder.PathOf("access.log")) : [];

    /// <summary>Starts it and waits until it listens. Skips the test where there is no nginx.</summary>
    public static async Task<NginxServer> StartAsync()
    {
        if (!File.Exists(Program))
        {
            Assert.Ignore($"No {Program} here; Debian has it in the package 'nginx-light'.");
        }

        var folder = new TemporaryFolder();
        var port = FreePort.Next();
        var config = folder.Write("nginx.conf", $$"""
            daemon off;
            master_process off;
            pid "{{folder.PathOf("nginx.pid")}}";
            error_log "{{folder.PathOf("error.log")}}";
            events { }
            http {
              access_log "{{folder.PathOf("access.log")}}" combined;
              client_body_temp_path "{{folder.PathOf("body")}}";
              proxy_temp_path "{{folder.PathOf("proxy")}}";
              fastcgi_temp_path "{{folder.PathOf("fastcgi")}}";
              uwsgi_temp_path "{{folder.PathOf("uwsgi")}}";
              scgi_temp_path "{{folder.PathOf("scgi")}}";
              server {
                listen 127.0.0.1:{{port}};
                location = / { return 200 "hello"; }
                location / { return 404; }
              }
            }
            """);
        var process = ChildProcess.Start(Program, ["-e", folder.PathOf("error.log"), "-p", folder.PathOf("."), "-c", config]);
        var server = new NginxServer(folder, process, port);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.BaseAddress };
        await Eventually.That(async () => process.HasExited || await http.IsOkAsync("/"), StartBound, () => $"nginx listens\n{process.Said}");
        return process.HasExited ? throw new AssertionException($"nginx did not start\n{process.Said}") : server;
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        folder.Dispose();
    }
}
