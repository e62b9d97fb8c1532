using System.Globalization;
using System.Text;

namespace Exporter.Tests.Support;

/// <summary>A real server with its access log in a folder, and logrotate's two ways to rotate it.</summary>
internal sealed class LoggingServer : IAsyncDisposable
{
    private const string NginxProgram = "/usr/sbin/nginx";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder folder;
    private readonly LoggingServerKind kind;
    private readonly ChildProcess process;
    private int rotations;

    private LoggingServer(LoggingServerKind kind, TemporaryFolder folder, int port)
    {
        this.kind = kind;
        this.folder = folder;
        BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        File.WriteAllText(LogPath, "");
        process = Start(port);
    }

    public Uri BaseAddress { get; }

    public string LogPath => folder.PathOf("access.log");

    /// <summary>As the configuration names it.</summary>
    public string Format => kind.ToString().ToLowerInvariant();

    /// <summary>Whether its lines say how long a request took.</summary>
    public bool LogsDurations => kind == LoggingServerKind.Nginx;

    /// <summary>Route and method of a request that is answered with status 500.</summary>
    public (HttpMethod Method, string Path, string Query) Failing => kind switch
    {
        LoggingServerKind.Werkzeug or LoggingServerKind.Gunicorn => (HttpMethod.Post, "/api/predict", "&fail=500"),
        LoggingServerKind.Uvicorn => (HttpMethod.Post, "/predict", "&fail=500"),
        LoggingServerKind.Nginx => (HttpMethod.Get, "/fail", ""),
    };

    /// <summary>Starts it; the test is skipped with the reason where Debian's package is not installed.</summary>
    public static async Task<LoggingServer> StartAsync(LoggingServerKind kind)
    {
        await SkipWhereMissingAsync(kind);
        var server = new LoggingServer(kind, new TemporaryFolder(), FreePort.Next());
        try
        {
            await Eventually.That(server.HasAnsweredAsync, Bound, () => $"{kind} listens\n{server.process.Said}\n{File.ReadAllText(server.LogPath)}");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>How many requests of the test stand in its logs, whatever those are called now.</summary>
    public int CountLines(string mark) => Directory.GetFiles(folder.Path, "access.log*").Sum(path => Count(path, mark));

    /// <summary>Renames the logs, creates the new one and tells the server where it listens to that.</summary>
    public void Rotate()
    {
        for (var i = ++rotations; i > 1; i--)
        {
            File.Move(Rotated(i - 1), Rotated(i));
        }

        File.Move(LogPath, Rotated(1));
        File.WriteAllText(LogPath, "");
        if (kind is LoggingServerKind.Nginx or LoggingServerKind.Gunicorn)
        {
            process.Send(Signal.UserDefined1);
        }
    }

    /// <summary>Copies the log that is written and truncates it. Nothing may be written meanwhile: that would be lost to everybody.</summary>
    public void CopyTruncate()
    {
        var written = kind is LoggingServerKind.Nginx or LoggingServerKind.Gunicorn || rotations == 0 ? LogPath : Rotated(rotations);
        File.Copy(written, folder.PathOf("access.copy"));
        using var file = new FileStream(written, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(0);
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        folder.Dispose();
    }

    private ChildProcess Start(int port)
    {
        var flask = Repository.PathOf("Exporter.Tests", "Fixtures", "Flask");
        var fastApi = Repository.PathOf("Exporter.Tests", "Fixtures", "FastApi");
        var number = port.ToString(CultureInfo.InvariantCulture);
        return kind switch
        {
            LoggingServerKind.Werkzeug => IntoLog(Path.Combine(flask, "app.py"), number),
            LoggingServerKind.Gunicorn => Python.Start(["-m", "gunicorn", "--chdir", flask, "--bind", $"127.0.0.1:{number}", "--threads", "4", "--access-logfile", LogPath, "app:app"]),
            LoggingServerKind.Uvicorn => IntoLog("-m", "uvicorn", "--app-dir", fastApi, "--port", number, "app:app"),
            LoggingServerKind.Nginx => ChildProcess.Start(NginxProgram, ["-p", folder.Path, "-e", folder.PathOf("error.log"), "-c", WriteNginxConfig(port)]),
        };
    }

    /// <summary>Both streams are appended to the log. The shell replaces itself, so the process is the server's.</summary>
    private ChildProcess IntoLog(params string[] arguments) =>
        ChildProcess.Start("/bin/sh", ["-c", "log=$0; exec \"$@\" >> \"$log\" 2>&1", LogPath, Python.Interpreter, "-u", .. arguments], Python.Variables);

    private string WriteNginxConfig(int port) => folder.Write("nginx.conf", Invariant($$"""
        daemon off;
        {{(Environment.IsPrivilegedProcess ? "user root root;" : "")}}
        worker_processes 1;
        pid "{{folder.PathOf("nginx.pid")}}";
        events { }
        http {
            log_format timed '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $request_time';
            access_log "{{LogPath}}" timed;
            client_body_temp_path "{{folder.PathOf("body")}}";
            proxy_temp_path "{{folder.PathOf("proxy")}}";
            fastcgi_temp_path "{{folder.PathOf("fastcgi")}}";
            uwsgi_temp_path "{{folder.PathOf("uwsgi")}}";
            scgi_temp_path "{{folder.PathOf("scgi")}}";
            server {
                listen 127.0.0.1:{{port}};
                location / { return 200 "ok"; }
                location /fail { return 500; }
            }
        }
        """));

    private string Rotated(int number) => folder.PathOf(Invariant($"access.log.{number}"));

    /// <summary>Werkzeug sets its logging up at its first request, and while it does, other threads' lines are lost: so one goes ahead.</summary>
    private async Task<bool> HasAnsweredAsync()
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        try
        {
            using var answer = await client.GetAsync(new Uri(BaseAddress, "/health?first"));
            return CountLines("/health?first") > 0;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int Count(string path, string mark)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), Encoding.Latin1);
        return reader.ReadToEnd().Split('\n').Count(line => line.Contains(mark, StringComparison.Ordinal));
    }

    private static async Task SkipWhereMissingAsync(LoggingServerKind kind)
    {
        PythonRunner? runner = kind switch
        {
            LoggingServerKind.Werkzeug => PythonRunner.Werkzeug,
            LoggingServerKind.Gunicorn => PythonRunner.Gunicorn,
            LoggingServerKind.Uvicorn => PythonRunner.Uvicorn,
            LoggingServerKind.Nginx => null,
        };
        if (runner is { } python)
        {
            var (modules, packages) = PythonServer.NeedsOf(python);
            await Python.RequireAsync(modules, packages);
        }
        else if (!File.Exists(NginxProgram))
        {
            Assert.Ignore($"No {NginxProgram} here; Debian has it in the package 'nginx-light'.");
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
