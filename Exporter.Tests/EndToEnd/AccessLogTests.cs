using System.Diagnostics;
using System.Globalization;
using Exporter.Tests.Support;

namespace Exporter.Tests.EndToEnd;

/// <summary>
/// Real servers under load, their logs rotated twice and truncated once meanwhile: what is counted is what the client sent, to the
/// request. <c>EXPORTER_LOG_SECONDS=60</c> makes it a measurement of the daemon's CPU time (docs/performance.md).
/// </summary>
[Category("EndToEnd")]
[NonParallelizable]
internal sealed class AccessLogTests
{
    private const int RequestsPerSecond = 200;
    private const int OneFailsOf = 20;

    /// <summary>In less time the start weighs more than the work.</summary>
    private const int LeastToMeasure = 30;

    /// <summary>In the query of the test's requests: the probe's own have none.</summary>
    private const string Mark = "mark=1";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private readonly List<Task> pending = [];
    private int succeeded;
    private int failed;

    private static int Seconds => int.TryParse(Environment.GetEnvironmentVariable("EXPORTER_LOG_SECONDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 5;

    /// <summary>One that opens its log anew and one that cannot; the measurement takes all.</summary>
    private static LoggingServerKind[] Kinds => Seconds < LeastToMeasure ? [LoggingServerKind.Nginx, LoggingServerKind.Werkzeug] : Enum.GetValues<LoggingServerKind>();

    private static int Sent => Seconds * RequestsPerSecond;

    [TestCaseSource(nameof(Kinds))]
    public async Task What_is_counted_is_what_was_sent(LoggingServerKind kind)
    {
        await using var server = await LoggingServer.StartAsync(kind);
        using var state = new TemporaryFolder();
        await using var daemon = await DaemonProcessUnderTest.StartAsync(ConfigOf(server, state.Path));
        await daemon.Process.LineAsync(line => line.Contains("following", StringComparison.Ordinal), Bound, "the log is followed");

        var before = CpuTime(daemon.Process.Id);
        var started = Stopwatch.GetTimestamp();
        await SendAsync(server);
        var cpu = CpuTime(daemon.Process.Id) - before;
        var share = cpu / Stopwatch.GetElapsedTime(started);

        var samples = await daemon.ScrapeUntilAsync(
            s => s.Of("target_http_requests_total").Sum(r => r.Value) >= Sent && OwnLines(s) == s.Of("probe_requests_total").Sum(r => r.Value),
            Bound,
            "every request is counted, and every probe left out");
        TestContext.Out.WriteLine($"{kind}: {succeeded} + {failed} requests in {Seconds} s, daemon {share:P2} of a core");
        Check(samples, server);
        if (Seconds >= LeastToMeasure)
        {
            Assert.That(share, Is.LessThan(0.05));
        }
    }

    [Test]
    public async Task What_was_written_while_the_daemon_was_down_is_counted_once()
    {
        using var folder = new TemporaryFolder();
        var log = folder.Write("access.log", "");
        var config = Configs.With($$"""
              - name: server
                url: http://127.0.0.1:9
                logs: [ { path: {{log}}, format: werkzeug, routes: [/a] } ]

            """) + $"state_directory: {folder.PathOf("state")}\n";
        string Line(int status) => $"127.0.0.1 - - [20/Nov/2026 08:15:14] \"GET /a HTTP/1.1\" {status} -\n";
        static double? Requests(MetricSamples samples, string status) => samples.Find("target_http_requests_total", ("route", "/a"), ("status", status));

        await using (var first = await DaemonProcessUnderTest.StartAsync(config))
        {
            await first.Process.LineAsync(line => line.Contains("following", StringComparison.Ordinal), Bound, "the log is followed");
            await File.AppendAllTextAsync(log, Line(200));
            await first.ScrapeUntilAsync(s => Requests(s, "200") == 1, Bound, "the line is counted");
            first.Process.Send(Signal.Terminate);
            await first.Process.ExitAsync(Bound);
        }

        await File.AppendAllTextAsync(log, Line(500));
        File.Move(log, log + ".1");
        await File.WriteAllTextAsync(log, Line(503));
        await using var second = await DaemonProcessUnderTest.StartAsync(config);

        var samples = await second.ScrapeUntilAsync(s => Requests(s, "500") == 1 && Requests(s, "503") == 1, Bound, "the lines are counted");
        Assert.That(Requests(samples, "200"), Is.Null, "counted before the restart");
    }

    private static string ConfigOf(LoggingServer server, string state) => Configs.With($$"""
          - name: server
            url: {{server.BaseAddress.GetLeftPart(UriPartial.Authority)}}
            probes: [ { name: health, type: http, path: /health, interval: 1s, timeout: 900ms } ]
            logs: [ { path: {{server.LogPath}}, format: {{server.Format}}, routes: [/health, {{server.Failing.Path}}] } ]

        """) + $"state_directory: {state}\n";

    private static double OwnLines(MetricSamples samples) => samples.Value("target_log_lines_total", ("result", "own_probe"));

    private void Check(MetricSamples samples, LoggingServer server)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(samples.Find("target_http_requests_total", ("method", "GET"), ("route", "/health"), ("status", "200")), Is.EqualTo(succeeded));
            Assert.That(samples.Find("target_http_requests_total", ("method", server.Failing.Method.Method), ("route", server.Failing.Path), ("status", "500")), Is.EqualTo(failed));
            Assert.That(samples.Of("target_http_requests_total").Sum(s => s.Value), Is.EqualTo(Sent));
            Assert.That(succeeded + failed, Is.EqualTo(Sent));
            Assert.That(samples.Value("target_log_truncations_total"), Is.EqualTo(1));
            Assert.That(samples.Value("target_log_rotations_total"), Is.EqualTo(2));
            Assert.That(samples.Of("target_http_request_duration_seconds_count").Sum(s => s.Value), Is.EqualTo(server.LogsDurations ? Sent : 0));
            Assert.That(samples.Value("target_log_lag_bytes"), Is.Zero);
        }
    }

    /// <summary>At an even pace; rotated at a quarter and a half of the time, truncated at three quarters.</summary>
    private async Task SendAsync(LoggingServer server)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 16, PooledConnectionLifetime = TimeSpan.Zero });
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < Sent; i++)
        {
            if (i == Sent / 4 || i == Sent / 2)
            {
                server.Rotate();
            }
            else if (i == Sent * 3 / 4)
            {
                await Task.WhenAll(pending);
                await Eventually.That(() => server.CountLines(Mark) >= i, Bound, () => $"{server.CountLines(Mark)} of {i} requests stand in the logs");
                server.CopyTruncate();
            }

            var due = TimeSpan.FromSeconds((double)i / RequestsPerSecond) - Stopwatch.GetElapsedTime(started);
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due);
            }

            pending.Add(AskAsync(client, server, fails: i % OneFailsOf == OneFailsOf - 1));
        }

        await Task.WhenAll(pending);
    }

    private async Task AskAsync(HttpClient client, LoggingServer server, bool fails)
    {
        var (method, path, query) = fails ? server.Failing : (HttpMethod.Get, "/health", "");
        using var request = new HttpRequestMessage(method, new Uri(server.BaseAddress, $"{path}?{Mark}{query}"));
        request.Content = method == HttpMethod.Post ? new StringContent("{\"text\":\"a\"}", null, "application/json") : null;
        using var answer = await client.SendAsync(request);
        Assert.That((int)answer.StatusCode, Is.EqualTo(fails ? 500 : 200));
        _ = fails ? Interlocked.Increment(ref failed) : Interlocked.Increment(ref succeeded);
    }

    private static TimeSpan CpuTime(int pid)
    {
        var fields = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat")).Split(") ")[^1].Split(' ');
        return TimeSpan.FromSeconds((long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / 100.0);
    }
}
