using System.Collections.Concurrent;
using Exporter.Tests.Support;

namespace Exporter.Tests.EndToEnd;

/// <summary>A daemon beside a llama.cpp that has put its model away: it is neither asked nor taken for broken, until somebody else has woken it.</summary>
[Category("EndToEnd")]
internal sealed class SleepingServerTests
{
    private const string Embedding = """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.6,0.8]}],"model":"m"}""";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(25);

    [Test]
    public async Task A_server_that_sleeps_is_let_sleep()
    {
        var asked = new ConcurrentQueue<string>();
        var sleeps = true;
        await using var server = new ScriptedServer(async connection =>
        {
            var line = (await connection.ReadRequestAsync()).Split("\r\n")[0];
            asked.Enqueue(line);
            await connection.AnswerAsync(200, line.StartsWith("GET /props ", StringComparison.Ordinal) ? $$"""{"is_sleeping":{{(Volatile.Read(ref sleeps) ? "true" : "false")}}}""" : Embedding);
        });
        await using var daemon = await DaemonProcessUnderTest.StartAsync(Configs.With($$"""
              - name: llm
                url: {{server.Url}}
                server: llama.cpp
                state: { hold: 1s }
                probes:
                  - { type: openai-embeddings, name: embed, interval: 1s, timeout: 900ms }
            """));

        var resting = await daemon.ScrapeUntilAsync(s => Skipped(s) > 1 && s.Find("target_state", ("target", "llm"), ("state", "sleeping")) == 1, Bound, "it is let sleep");
        Assert.That(asked.Distinct(), Is.EqualTo(new[] { "GET /props HTTP/1.1" }));
        Assert.That(resting.Value("probe_requests_total", ("outcome", "success")), Is.Zero);

        Volatile.Write(ref sleeps, false);
        await daemon.ScrapeUntilAsync(s => s.Value("probe_requests_total", ("outcome", "success")) > 0, Bound, "it is asked once it is awake");
    }

    private static double? Skipped(MetricSamples samples) => samples.Find("probe_skipped_total", ("reason", "not_loaded"));
}
