using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Tests.Probes.Support;

namespace Exporter.Tests.Probes.Protocols;

/// <summary>Written from Ollama's documentation and its scheduler.</summary>
public class OllamaProbeTests
{
    [TestCase(OllamaApi.Chat, "POST /api/chat HTTP/1.1", """{"model":"m","messages":[{"role":"user","content":"Say hello."}],"stream":true,"options":{"num_predict":16,"temperature":0}}""")]
    [TestCase(OllamaApi.Generate, "POST /api/generate HTTP/1.1", """{"model":"m","prompt":"Say hello.","stream":true,"options":{"num_predict":16,"temperature":0}}""")]
    public async Task An_answer_is_timed_and_what_the_server_says_kept(object api, string line, string body)
    {
        await using var server = new OllamaServer();

        var result = await ProbeBench.AskAsync(server.Url, ProbeBench.Ollama() with { Api = (OllamaApi)api, Expect = new TextExpectConfig { Contains = new(["red and blue"]) } });

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(server.Requests, Is.EqualTo(new[] { line }), "allowed to do anything, it needs no look");
        Assert.That(server.LastBody, Is.EqualTo(body), "and never a keep_alive of its own");
        Assert.That(result.Tokens, Is.EqualTo(new TokenCounts { Input = 11, Output = 5, Source = TokenCountSource.Usage }));
        Assert.That(result.FinishReason, Is.EqualTo("stop"));
        Assert.That(result.Stream!.Chunks, Is.EqualTo(2));
        Assert.That(result.ServerDurations, Is.EqualTo(new ServerDurations
        {
            Load = TimeSpan.FromSeconds(2),
            Prefill = TimeSpan.FromMilliseconds(30),
            Decode = TimeSpan.FromMilliseconds(400),
        }));
    }

    [Test]
    public async Task A_model_that_is_not_loaded_stays_so()
    {
        await using var server = new OllamaServer { Expiry = null };

        var result = await ProbeBench.AskAsync(server.Url, ProbeBench.Ollama(mayDoAnything: false));

        Assert.That((result.Skipped, result.Outcome, result.ErrorType), Is.EqualTo(((ProbeSkipReason?)ProbeSkipReason.NotLoaded, (ProbeOutcome?)null, (ProbeErrorType?)null)));
        Assert.That(server.Questions, Is.Zero);
    }

    [Test]
    public async Task A_model_may_be_loaded_where_that_is_allowed()
    {
        await using var server = new OllamaServer { Expiry = null };

        var result = await ProbeBench.AskAsync(server.Url, ProbeBench.Ollama(mayDoAnything: false) with { AllowLoad = true });

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
    }

    [TestCase(true)]
    [TestCase(false, Description = "the look afterwards came too early")]
    public async Task A_model_is_asked_once_after_each_use_by_others(bool countsAtOnce)
    {
        await using var server = new OllamaServer { CountsAtOnce = countsAtOnce };
        using var probe = ProbeFactory.Create(ProbeBench.Target(server.Url), ProbeBench.Ollama(mayDoAnything: false));

        var skips = new List<ProbeSkipReason?>();
        async Task AskAsync() => skips.Add((await ProbeBench.AskAsync(probe)).Skipped);

        await AskAsync();
        await AskAsync();
        await AskAsync();
        server.Expiry += TimeSpan.FromMinutes(1); // Somebody has used it.
        await AskAsync();
        await AskAsync();

        Assert.That(skips, Is.EqualTo(new ProbeSkipReason?[] { null, ProbeSkipReason.Idle, ProbeSkipReason.Idle, null, ProbeSkipReason.Idle }));
        Assert.That(server.Questions, Is.EqualTo(2));
    }

    [Test]
    public async Task A_model_that_is_kept_for_good_is_asked_every_time()
    {
        await using var server = new OllamaServer { Expiry = new DateTimeOffset(2318, 1, 1, 0, 0, 0, TimeSpan.Zero), CountsAtOnce = false };
        using var probe = ProbeFactory.Create(ProbeBench.Target(server.Url), ProbeBench.Ollama(mayDoAnything: false));

        await ProbeBench.AskAsync(probe);
        await ProbeBench.AskAsync(probe);

        Assert.That(server.Questions, Is.EqualTo(2));
    }

    [TestCase("""{"error":"model 'm' not found"}""", 404, "http_error http_4xx")]
    [TestCase("""{"error":"server busy, please try again.  maximum pending requests exceeded"}""", 503, "http_error http_5xx")]
    [TestCase("""{"error":"llama runner process has terminated: cudaMalloc failed: out of memory"}""", 500, "http_error out_of_memory")]
    [TestCase("{\"message\":{\"content\":\"a\"},\"done\":false}\n{\"error\":\"an error was encountered while running the model\"}\n", 200, "protocol_error stream_error")]
    [TestCase("{\"message\":{\"content\":\"a\"},\"done\":false}\n", 200, "protocol_error stream_truncated")]
    [TestCase("{\"message\":{\"content\":\"a\"},\"done\":false}\n{\"mess", 200, "protocol_error stream_truncated")]
    [TestCase("{\"message\":{\"content\":\"a\"},\"done\":true}", 200, "success -", Description = "the last line without its end")]
    [TestCase("not json\n", 200, "protocol_error not_json")]
    [TestCase("", 200, "protocol_error stream_truncated")]
    public async Task A_failure_has_its_name(string answer, int status, string verdict)
    {
        await using var server = new OllamaServer { Answer = answer, Status = status };

        Assert.That(ProbeBench.Verdict(await ProbeBench.AskAsync(server.Url, ProbeBench.Ollama())), Is.EqualTo(verdict));
    }

    [Test]
    public async Task A_look_that_fails_is_the_failure_and_nothing_is_asked()
    {
        await using var server = Exporter.Tests.Support.ScriptedServer.Answering(500, "boom");

        var result = await ProbeBench.AskAsync(server.Url, ProbeBench.Ollama(mayDoAnything: false));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("http_error http_5xx"));
        Assert.That(server.Connections, Is.EqualTo(1));
    }

    [Test]
    public async Task A_skip_counts_as_no_request_and_takes_the_last_result_away()
    {
        await using var server = new OllamaServer();
        using var probe = ProbeFactory.Create(ProbeBench.Target(server.Url), ProbeBench.Ollama(mayDoAnything: false));
        await using var bench = new JobBench(new FakeProbe((run, token) => probe.RunAsync(run, token)));
        await bench.Job.RunOnceAsync(CancellationToken.None);
        Assert.That(bench.Readings.Observe()["probe.success"], Is.EqualTo(1));

        server.Expiry = null;
        await bench.Job.RunOnceAsync(CancellationToken.None);

        var seen = bench.Readings.Observe();
        Assert.That(seen["probe.skipped{reason=not_loaded}"], Is.EqualTo(1));
        Assert.That(seen["probe.requests{outcome=success}"], Is.EqualTo(1));
        Assert.That(seen, Does.Not.ContainKey("probe.success"), "a statement about a model that is gone");
    }
}
