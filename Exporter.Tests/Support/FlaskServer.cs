using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Exporter.Tests.Support;

/// <summary>The Flask application of the fixtures in a process of its own, on a free port of loopback.</summary>
internal sealed partial class FlaskServer : IAsyncDisposable
{
    /// <summary>Debian's interpreter: another one in the path would not see Debian's packages.</summary>
    private const string Python = "/usr/bin/python3";

    private static readonly TimeSpan startBound = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();
    private bool isDisposed;
    private readonly TaskCompletionSource<int> port = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FlaskServer(ProcessStartInfo start)
    {
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Exited += (_, _) => port.TrySetException(new InvalidOperationException($"The Flask application ended:\n{string.Join('\n', output)}"));
    }

    public Uri BaseAddress { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>What it wrote until now, its access log included.</summary>
    public IReadOnlyList<string> Output => [.. output];

    public int ProcessId => process.Id;

    /// <summary>Starts it and waits until it answers; the test is skipped with the reason where Debian's packages are not installed.</summary>
    /// <param name="port">Where one is to come back; 0 takes a free port.</param>
    public static async Task<FlaskServer> StartAsync(FlaskRunner runner = FlaskRunner.Werkzeug, int port = 0)
    {
        await SkipWhereMissingAsync(runner);
        var server = new FlaskServer(CommandOf(runner, port));
        server.process.Start();
        server.process.BeginOutputReadLine();
        server.process.BeginErrorReadLine();
        try
        {
            var found = await server.port.Task.WaitAsync(startBound);
            server.BaseAddress = new Uri($"http://127.0.0.1:{found}");
            await server.WaitUntilReadyAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (isDisposed)
        {
            return;
        }

        isDisposed = true;
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private static ProcessStartInfo CommandOf(FlaskRunner runner, int port)
    {
        var folder = Repository.PathOf("Exporter.Tests", "Fixtures", "Flask");
        string[] arguments = runner switch
        {
            FlaskRunner.Werkzeug => ["-u", Path.Combine(folder, "app.py"), $"{port}"],
            FlaskRunner.SingleThreaded => ["-u", Path.Combine(folder, "app.py"), $"{port}", "single"],
            FlaskRunner.Gunicorn => ["-u", "-m", "gunicorn", "--chdir", folder, "--bind", $"127.0.0.1:{port}", "--workers", "1", "--access-logfile", "-", "app:app"],
        };
        var start = new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        return start;
    }

    private static async Task SkipWhereMissingAsync(FlaskRunner runner)
    {
        var modules = runner == FlaskRunner.Gunicorn ? "flask, gunicorn" : "flask";
        var packages = runner == FlaskRunner.Gunicorn ? "python3-flask gunicorn" : "python3-flask";
        if (!File.Exists(Python))
        {
            Assert.Ignore($"{Python} is missing: apt-get install {packages}");
        }

        using var check = Process.Start(new ProcessStartInfo(Python, ["-c", $"import {modules}"]) { RedirectStandardError = true })!;
        await check.StandardError.ReadToEndAsync();
        await check.WaitForExitAsync();
        if (check.ExitCode != 0)
        {
            Assert.Ignore($"{Python} cannot import {modules}: apt-get install {packages}");
        }
    }

    private async Task WaitUntilReadyAsync()
    {
        using var client = new HttpClient();
        using var bound = new CancellationTokenSource(startBound);
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(BaseAddress, "/health"), bound.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(20, bound.Token);
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        output.Enqueue(line);
        var match = PortPattern().Match(line);
        if (match.Success)
        {
            port.TrySetResult(int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The line of the application itself, or gunicorn's "Listening at: http://127.0.0.1:N (pid)".</summary>
    [GeneratedRegex(@"^port (\d+)$|Listening at: http://127\.0\.0\.1:(?<1>\d+)")]
    private static partial Regex PortPattern();
}
