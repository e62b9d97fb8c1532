using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Exporter.Tests.Support;
using static Exporter.Tests.EndToEnd.Configs;

namespace Exporter.Tests.EndToEnd;

[Category("EndToEnd")]
internal sealed class StartTests
{
    private const int Starts = 20;
    private const int ConfigurationError = 2;
    private const int RuntimeFailure = 1;

    [Test]
    public async Task Every_start_serves_while_a_client_polls_the_port_from_before_it()
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero });
        for (var start = 1; start <= Starts; start++)
        {
            var port = FreePort.Next();
            using var polled = new CancellationTokenSource(DaemonProcessUnderTest.StartBound);
            var polling = PollAsync(client, new Uri(Invariant($"http://127.0.0.1:{port}/metrics")), polled.Token);

            await using var daemon = DaemonProcessUnderTest.Launch(Head, new DaemonStart { Flags = [Invariant($"--web.listen-address=127.0.0.1:{port}")] });
            await Task.WhenAny(polling, daemon.Process.ExitAsync(DaemonProcessUnderTest.StartBound));

            Assert.That(polling.IsCompletedSuccessfully && !daemon.Process.HasExited, Is.True, $"start {start} of {Starts} serves\n{daemon.Process.Said}");
            Assert.That(await polling, Does.Contain("modelhost_exporter_build_info"));
        }
    }

    [Test]
    public async Task A_bad_configuration_ends_with_2_and_every_mistake()
    {
        await using var daemon = DaemonProcessUnderTest.Launch("""
            listen: { address: 127.0.0.1:0 }
            targets:
              - name: a
                url: ftp://127.0.0.1
                probes:
                  - { name: p, type: http, intervall: 5s }
                  - { name: p, type: http, interval: 1s, timeout: 2s }
            """);

        var outcome = await daemon.Process.ExitAsync(DaemonProcessUnderTest.StartBound);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.ExitCode, Is.EqualTo(ConfigurationError), outcome.ToString());
            Assert.That(outcome.Error, Does.Match(@"exporter\.yaml:4:10\s+targets\[0\]\.url: "));
            Assert.That(outcome.Error, Does.Match(@"exporter\.yaml:6:32\s+targets\[0\]\.probes\[0\]\.intervall: unknown key \(did you mean 'interval'\?\)"));
            Assert.That(outcome.Error, Does.Match(@"exporter\.yaml:7:17\s+targets\[0\]\.probes\[1\]\.name: "));
            Assert.That(outcome.Error, Does.Match(@"exporter\.yaml:7:\d+\s+targets\[0\]\.probes\[1\]\.timeout: "));
            Assert.That(outcome.Error.TrimEnd(), Does.EndWith("4 errors; nothing was started."));
        }
    }

    [Test]
    public async Task Check_config_says_the_same_and_starts_nothing()
    {
        using var folder = new TemporaryFolder();
        var bad = folder.Write("bad.yaml", "lisen: {}\n");
        var good = folder.Write("good.yaml", Head);

        var refused = await DaemonProcessUnderTest.RunToEndAsync("check-config", bad);
        var accepted = await DaemonProcessUnderTest.RunToEndAsync("check-config", good);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.ExitCode, Is.EqualTo(ConfigurationError), refused.ToString());
            Assert.That(refused.Error, Does.Contain("bad.yaml:1:1").And.Contain("did you mean 'listen'?"));
            Assert.That(accepted.ExitCode, Is.Zero, accepted.ToString());
            Assert.That(accepted.Error, Is.Empty);
        }
    }

    [TestCase("--no-such-flag")]
    [TestCase("no-such-command")]
    [TestCase("--log.level=loud")]
    [TestCase("--web.listen-address=nonsense")]
    [TestCase("--config.file=/nonexistent/exporter.yaml")]
    public async Task Wrong_arguments_end_with_2_and_name_what_is_wrong(string argument)
    {
        var outcome = await DaemonProcessUnderTest.RunToEndAsync(argument);

        Assert.That(outcome.ExitCode, Is.EqualTo(ConfigurationError), outcome.ToString());
        Assert.That(outcome.Error, Does.Contain(argument.Split('=')[^1]));
    }

    [Test]
    public async Task A_port_in_use_ends_with_1_and_says_which()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = taken.LocalEndpoint.ToString()!;
        var started = Stopwatch.GetTimestamp();
        await using var daemon = DaemonProcessUnderTest.Launch(Head, new DaemonStart { Flags = [$"--web.listen-address={address}"] });

        var outcome = await daemon.Process.ExitAsync(DaemonProcessUnderTest.StartBound);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.ExitCode, Is.EqualTo(RuntimeFailure), outcome.ToString());
            Assert.That(outcome.Error, Does.Contain(address).And.Contain("in use"));
            Assert.That(Stopwatch.GetElapsedTime(started), Is.LessThan(TimeSpan.FromSeconds(10)));
            Assert.That(outcome.Error, Does.Not.Contain("   at "), "a reason, no stack");
        }
    }

    /// <summary>Asks without pause until there is an answer.</summary>
    private static async Task<string> PollAsync(HttpClient client, Uri metrics, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await client.GetStringAsync(metrics, cancellationToken);
            }
            catch (HttpRequestException refused) when (refused.HttpRequestError == HttpRequestError.ConnectionError)
            {
                // Not yet listening.
                await Task.Delay(TimeSpan.FromMilliseconds(1), cancellationToken);
            }
        }
    }
}
