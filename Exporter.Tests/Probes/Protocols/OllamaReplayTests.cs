using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;
using static Exporter.Tests.Probes.Support.Recording;

namespace Exporter.Tests.Probes.Protocols;

/// <summary>Answers recorded from Ollama 0.33, played back against verdicts written by hand beforehand.</summary>
public class OllamaReplayTests
{
    private const string Folder = "ollama-0.33";

    // file, how it is asked, verdict, tokens in/out, finish_reason
    private static readonly TestCaseData[] Verdicts =
    [
        Row("404.txt", ProbeBench.Ollama(), "http_error http_4xx", "-", null),
        Row("chat_badjson.txt", ProbeBench.Ollama(), "http_error http_4xx", "-", null),
        Row("chat_cold.txt", ProbeBench.Ollama(), "success -", "9/8 usage", "length"),
        Row("chat_nostream.txt", ProbeBench.Ollama(stream: false), "success -", "9/8 usage", "length"),
        Row("chat_stream.txt", ProbeBench.Ollama(), "success -", "9/8 usage", "length"),
        // The process that runs the model was killed after the first piece: status 200, and no word of "done".
        Row("chat_stream_runner_killed.txt", ProbeBench.Ollama(), "protocol_error stream_error", "/1 chunks", null),
        // Of a prompt of 24000 tokens the end is taken: nothing to see but the tokens.
        Row("ctx_cut.txt", ProbeBench.Ollama(), "success -", "1026/8 usage", "length"),
        Row("ctx_exceeded.txt", ProbeBench.Ollama(), "http_error http_4xx", "-", null),
        Row("generate_nostream.txt", Generate(stream: false), "success -", "9/8 usage", "length"),
        Row("generate_stream.txt", Generate(stream: true), "success -", "9/8 usage", "length"),
        Row("openai_chat_nostream.txt", ProbeBench.Chat(stream: false), "success -", "9/8 usage", "length"),
        Row("openai_chat_stream.txt", ProbeBench.Chat(), "success -", "9/8 usage", "length"),
        Row("openai_models.txt", ProbeBench.HttpJson(new JsonExpectConfig { Pointer = "/data/0/owned_by", EqualTo = "library" }), "success -", "-", null),
        Row("root.txt", ProbeBench.Http(new HttpExpectConfig { BodyMatches = new(["^Ollama is running$"]) }), "success -", "-", null),
        Row("unknown_model.txt", ProbeBench.Ollama(), "http_error http_4xx", "-", null),
    ];

    // What GET /api/ps says, and what becomes of three probes in a row.
    private static readonly TestCaseData[] Looks =
    [
        Look("ps_kept_for_good.txt", null, null, null),
        // It never moves, as it would had the probe not been counted yet: what is seen first is taken for the probe's own.
        Look("ps_loaded.txt", null, ProbeSkipReason.Idle, ProbeSkipReason.Idle),
        Look("ps_nothing_loaded.txt", ProbeSkipReason.NotLoaded, ProbeSkipReason.NotLoaded, ProbeSkipReason.NotLoaded),
    ];

    [TestCaseSource(nameof(Verdicts))]
    public Task A_recorded_answer_is_judged_right(string file, object config, string verdict, string tokens, string? finishReason) =>
        JudgeAsync(Folder, file, (ProbeConfig)config, verdict, tokens, finishReason);

    [TestCaseSource(nameof(Looks))]
    public async Task The_model_is_asked_only_when_that_changes_nothing_for_others(string file, object?[] skips)
    {
        await using var server = new ScriptedServer(async connection =>
        {
            var isLook = (await connection.ReadRequestAsync()).StartsWith("GET /api/ps ", StringComparison.Ordinal);
            await PlayAsync(connection, Folder, isLook ? file : "chat_stream.txt");
        });
        using var probe = ProbeFactory.Create(ProbeBench.Target(server.Url, model: "random"), ProbeBench.Ollama(mayDoAnything: false));

        var seen = new List<object?>();
        foreach (var _ in skips)
        {
            seen.Add((await ProbeBench.AskAsync(probe)).Skipped);
        }

        Assert.That(seen, Is.EqualTo(skips));
    }

    [TestCase("chat_cold.txt", 253.1048, 15.281, 29.462)]
    [TestCase("chat_stream.txt", 0.8515, 0.295, 1.061)]
    public async Task What_the_server_says_of_its_own_time_is_kept_loading_first(string file, double load, double prefill, double decode)
    {
        var said = (await AskAsync(Folder, file, ProbeBench.Ollama())).ServerDurations!;

        Assert.That(said.Load!.Value.TotalMilliseconds, Is.EqualTo(load).Within(1e-3));
        Assert.That(said.Prefill!.Value.TotalMilliseconds, Is.EqualTo(prefill).Within(1e-3));
        Assert.That(said.Decode!.Value.TotalMilliseconds, Is.EqualTo(decode).Within(1e-3));
    }

    [Test]
    public void Every_recording_has_its_verdict() =>
        Assert.That(Verdicts.Concat(Looks).Select(row => row.Arguments[0]), Is.EquivalentTo(Names(Folder)));

    private static OllamaProbeConfig Generate(bool stream) => ProbeBench.Ollama(stream) with { Api = OllamaApi.Generate };

    private static TestCaseData Look(string file, params object?[] skips) => new TestCaseData(file, skips).SetArgDisplayNames(file);
}
