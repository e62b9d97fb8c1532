using System.Globalization;
using System.Text.RegularExpressions;

namespace Exporter.Tests.Support;

/// <summary>An application of the fixtures under one of the servers that people run such applications with, in a process of its own on loopback.</summary>
internal sealed partial class PythonServer : IAsyncDisposable
{
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(30);

    private readonly ChildProcess process;

    private PythonServer(ChildProcess process, int port)
    {
        this.process = process;
        BaseAddress = new Uri($"http://127.0.0.1:{port}");
    }

    public Uri BaseAddress { get; }

    /// <summary>What it wrote until now, its access log included.</summary>
    public IReadOnlyList<string> Output => [.. process.Error, .. process.Output];

    public int ProcessId => process.Id;

    /// <summary>Starts it and waits until it answers; the test is skipped with the reason where Debian's packages are not installed.</summary>
    /// <param name="port">Where one is to come back, or where somebody asks before it is there; 0 takes a free port.</param>
    /// <param name="arguments">Of the server, besides the usual.</param>
    /// <param name="environment">Of its process, besides the usual.</param>
    /// <param name="waits">Whether to wait until it answers; without it only the process is there.</param>
    public static async Task<PythonServer> StartAsync(
        PythonRunner runner, int port = 0, IReadOnlyList<string>? arguments = null, IReadOnlyDictionary<string, string?>? environment = null, bool waits = true)
    {
        var (modules, packages) = NeedsOf(runner);
        await Python.RequireAsync(modules, packages);
        var process = Python.Start([.. CommandOf(runner, port), .. arguments ?? []], environment);
        try
        {
            var server = new PythonServer(process, waits ? await PortAsync(process) : port);
            if (waits)
            {
                await server.AnswersAsync();
            }

            return server;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until it answers.</summary>
    public async Task AnswersAsync()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = BaseAddress };
        await Eventually.That(() => http.IsOkAsync("/health"), StartBound, () => $"the application answers\n{process.Said}");
    }

    /// <summary>Waits until it has ended by itself: while it ends, a connection to it is reset and not refused.</summary>
    public Task EndsAsync() => Eventually.That(() => process.HasExited, StartBound, () => process.Said);

    public ValueTask DisposeAsync() => process.DisposeAsync();

    /// <summary>What it imports, and Debian's packages that bring that.</summary>
    public static (string Modules, string Packages) NeedsOf(PythonRunner runner) => runner switch
    {
        PythonRunner.Werkzeug or PythonRunner.SingleThreaded => ("flask", "python3-flask"),
        PythonRunner.Gunicorn => ("flask, gunicorn", "python3-flask gunicorn"),
        PythonRunner.Uvicorn => ("fastapi, uvicorn", "python3-fastapi python3-uvicorn"),
        PythonRunner.GunicornWithUvicorn => ("fastapi, uvicorn, gunicorn", "python3-fastapi python3-uvicorn gunicorn"),
    };

    private static IEnumerable<string> CommandOf(PythonRunner runner, int port)
    {
        var flask = Repository.PathOf("Exporter.Tests", "Fixtures", "Flask");
        var fastApi = Repository.PathOf("Exporter.Tests", "Fixtures", "FastApi");
        return runner switch
        {
            PythonRunner.Werkzeug => [Path.Combine(flask, "app.py"), $"{port}"],
            PythonRunner.SingleThreaded => [Path.Combine(flask, "app.py"), $"{port}", "single"],
            PythonRunner.Gunicorn => ["-m", "gunicorn", "app:app", "--chdir", flask, "--bind", $"127.0.0.1:{port}", "--workers", "1", "--access-logfile", "-"],
            PythonRunner.Uvicorn => ["-m", "uvicorn", "app:app", "--app-dir", fastApi, "--host", "127.0.0.1", "--port", $"{port}"],
            PythonRunner.GunicornWithUvicorn => ["-m", "gunicorn", "app:app", "--chdir", fastApi, "--bind", $"127.0.0.1:{port}", "--workers", "1", "--worker-class", "uvicorn.workers.UvicornWorker"],
        };
    }

    private static async Task<int> PortAsync(ChildProcess process)
    {
        var line = await process.LineAsync(static line => PortPattern().IsMatch(line), StartBound, "it told its port");
        return int.Parse(PortPattern().Match(line).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
    }

    /// <summary>The line of the Flask application itself, or gunicorn's or uvicorn's.</summary>
    [GeneratedRegex(@"^port (\d+)$|Listening at: http://127\.0\.0\.1:(?<1>\d+)|running on http://127\.0\.0\.1:(?<1>\d+)")]
    private static partial Regex PortPattern();
}
