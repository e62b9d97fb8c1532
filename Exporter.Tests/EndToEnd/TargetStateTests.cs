using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Exporter.Tests.NativeNvml;
using Exporter.Tests.Support;

namespace Exporter.Tests.EndToEnd;

/// <summary>Every verdict of the whole daemon, each reached by making it happen.</summary>
[Category("EndToEnd")]
internal sealed class TargetStateTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(25);

    private static readonly string[] States = ["ok", "saturated", "stalled", "loading", "sleeping", "down", "gpu_failed", "gpu_lost_context"];

    private static (string, string) Target => ("target", "llm");

    [Test]
    public async Task A_server_loads_works_has_too_much_to_do_and_goes()
    {
        var status = 503;
        var server = new ScriptedServer(async connection =>
        {
            while (true)
            {
                await connection.ReadRequestAsync();
                await connection.AnswerAsync(Volatile.Read(ref status), "{}", "application/json", "");
            }
        });
        await using (server)
        {
            await using var daemon = await DaemonProcessUnderTest.StartAsync(Configs.With(Probed(server.Url)));

            var loading = await IsAsync(daemon, "loading");
            Assert.That(loading.Find("target_up", Target), Is.EqualTo(1));
            Assert.That(loading.Find("target_load_time_seconds", Target), Is.Null);

            Volatile.Write(ref status, 200);
            var ready = await IsAsync(daemon, "ok");
            Assert.That(ready.Value("target_load_time_seconds", Target), Is.Positive);

            Volatile.Write(ref status, 429);
            await IsAsync(daemon, "saturated");

            Volatile.Write(ref status, 500);
            await IsAsync(daemon, "down");

            Volatile.Write(ref status, 200);
            await IsAsync(daemon, "ok");

            await server.DisposeAsync();
            var gone = await IsAsync(daemon, "down");
            Assert.That(gone.Find("target_up", Target), Is.Zero);
        }
    }

    [Test]
    public async Task A_frozen_server_is_stalled_and_a_slow_one_with_a_queue_is_saturated()
    {
        await using var flask = await PythonServer.StartAsync(PythonRunner.SingleThreaded);
        await using var daemon = await DaemonProcessUnderTest.StartAsync(Configs.With(Probed(flask.BaseAddress)));
        await IsAsync(daemon, "ok");

        Freeze(flask, Signal.Stop);
        await IsAsync(daemon, "stalled");
        Freeze(flask, Signal.Continue);
        await IsAsync(daemon, "ok");

        using var stopping = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 12).Select(_ => AskOnAndOnAsync(flask.BaseAddress, stopping.Token)).ToArray();
        await IsAsync(daemon, "saturated");
        await stopping.CancelAsync();
        await Task.WhenAll(clients);
    }

    [Test]
    public async Task A_full_accept_queue_is_saturation_whatever_the_probe_says()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(2);
        var clients = new List<Socket>();
        try
        {
            await using var daemon = await DaemonProcessUnderTest.StartAsync(Configs.With($$"""
                  - { name: llm, url: "http://{{listener.LocalEndpoint}}", state: { hold: 1s, stalled_after: 1h } }

                """));
            await IsAsync(daemon, "ok");
            for (var i = 0; i < 3; i++)
            {
                // Linux lets one more in than was asked for.
                var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                clients.Add(client);
                await client.ConnectAsync(listener.LocalEndpoint);
            }

            await IsAsync(daemon, "saturated");
        }
        finally
        {
            clients.ForEach(c => c.Dispose());
        }
    }

    [Test]
    public async Task A_model_that_is_not_loaded_sleeps()
    {
        await using var ollama = ScriptedServer.Answering(200, """{"models":[]}""");
        await using var daemon = await DaemonProcessUnderTest.StartAsync(Configs.With($$"""
              - name: llm
                url: {{Authority(ollama.Url)}}
                model: llama3.2
                state: { hold: 1s, stalled_after: 2s }
                probes:
                  - { name: chat, type: ollama, interval: 1s, timeout: 500ms }

            """));

        await IsAsync(daemon, "sleeping");
    }

    /// <summary>The hang that health pages do not see.</summary>
    [Test]
    public async Task An_engine_that_takes_no_step_is_stalled_though_its_health_page_answers()
    {
        const string metrics = """
            # TYPE vllm:num_requests_running gauge
            vllm:num_requests_running{model_name="m"} 2
            # TYPE vllm:num_requests_waiting gauge
            vllm:num_requests_waiting{model_name="m"} 5
            # TYPE vllm:iteration_tokens_total histogram
            vllm:iteration_tokens_total_bucket{model_name="m",le="+Inf"} STEPS
            vllm:iteration_tokens_total_sum{model_name="m"} 100
            vllm:iteration_tokens_total_count{model_name="m"} STEPS

            """;
        var steps = 1;
        var isStuck = false;
        await using var server = new ScriptedServer(async connection =>
        {
            while (true)
            {
                await connection.ReadRequestAsync();
                var step = Volatile.Read(ref isStuck) ? steps : Interlocked.Increment(ref steps);
                await connection.AnswerAsync(200, metrics.Replace("STEPS", step.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), "text/plain; version=0.0.4", "");
            }
        });
        await using var daemon = await DaemonProcessUnderTest.StartAsync(Configs.With($$"""
            {{Probed(server.Url).TrimEnd()}}
                relay: { interval: 1s, timeout: 500ms }

            """));

        await IsAsync(daemon, "saturated");
        Volatile.Write(ref isStuck, true);
        var stalled = await IsAsync(daemon, "stalled");
        Assert.That(stalled.Find("probe_success", Target), Is.EqualTo(1));
    }

    [Test]
    public async Task The_GPU_is_to_blame_where_it_is()
    {
        using var fake = new FakeNvml();
        await using var server = ScriptedServer.Answering(200, "{}");
        var mine = string.Create(CultureInfo.InvariantCulture, $"process 1 compute {Environment.ProcessId} 4000000000");
        fake.Play("count 2", mine, "card 1 energy 1000000");
        await using var daemon = await DaemonProcessUnderTest.StartAsync($$"""
            listen: { address: 127.0.0.1:0 }
            gpu: { library: {{fake.LibraryPath}}, interval: 200ms, timeout: 1s, kernel_log: null }
            targets:
            {{Probed(server.Url)}}
            """);
        await IsAsync(daemon, "ok", s => s.Of("hw_gpu_process_memory_usage_bytes", Target).Any());

        fake.Play("count 2", "card 1 energy 1000000");
        await IsAsync(daemon, "gpu_lost_context");

        fake.Play("count 2", mine, "card 1 energy 1060000");
        var back = await IsAsync(daemon, "ok");
        Assert.That(back.Of("target_gpu_energy_joules_total", Target).Sum(e => e.Value), Is.LessThanOrEqualTo(60), "no more than the card used");

        fake.Play("count 2", mine, "return 1 * 15");
        await IsAsync(daemon, "gpu_failed");
    }

    /// <summary>Waits until the target is in a state, and in no other.</summary>
    private static async Task<MetricSamples> IsAsync(DaemonProcessUnderTest daemon, string state, Func<MetricSamples, bool>? besides = null)
    {
        var samples = await daemon.ScrapeUntilAsync(
            s => s.Find("target_state", Target, ("state", state)) == 1 && besides?.Invoke(s) != false,
            Bound,
            $"the target is {state}");
        Assert.That(samples.Of("target_state", Target).Select(s => s.Labels["state"]), Is.EquivalentTo(States));
        Assert.That(samples.Of("target_state", Target).Sum(s => s.Value), Is.EqualTo(1));
        return samples;
    }

    private static string Probed(Uri url) => $$"""
          - name: llm
            url: {{Authority(url)}}
            state: { hold: 1s, stalled_after: 2s }
            probes:
              - { name: health, type: http, path: /health, interval: 1s, timeout: 500ms }

        """;

    private static string Authority(Uri url) => url.GetLeftPart(UriPartial.Authority);

    private static void Freeze(PythonServer flask, Signal signal)
    {
        using var kill = System.Diagnostics.Process.Start("/bin/sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -{(int)signal} {flask.ProcessId}")]);
        kill.WaitForExit();
        Assert.That(kill.ExitCode, Is.Zero);
    }

    /// <summary>A client whose question takes longer than the probe may wait.</summary>
    private static async Task AskOnAndOnAsync(Uri flask, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = flask };
        try
        {
            while (true)
            {
                using var content = new StringContent("""{"text": "", "schema": {}}""");
                using var answer = await http.PostAsync(new Uri("/api/predict?fail=slow&seconds=0.4", UriKind.Relative), content, cancellationToken);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or HttpRequestException)
        {
            // The test has seen enough.
        }
    }
}
