using System.Text.Json;
using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Tests.Demo;
using Exporter.Tests.Support;

namespace Exporter.Tests.Commands;

/// <summary><c>probe --record-baseline</c>, against servers that really answer, and what the daemon's configuration makes of what it writes.</summary>
[TestFixture]
internal sealed class BaselineRecordingTests
{
    private const string Embeddings = "type: openai-embeddings, name: embed, expect: { normalized: false }, quality: { baseline_file: refs.jsonl, cases: [{ name: warm, input: warm }, { input: cold }] }";
    private const string Chat = "type: openai-chat, name: chat, quality: { baseline_file: refs.jsonl, track_output: true, cases: [{ name: sum, input: What is 2+2?, contains: ['4'] }] }";

    private readonly TemporaryFolder folder = new();

    private string References => folder.PathOf("refs.jsonl");

    [TearDown]
    public void Delete() => folder.Dispose();

    [Test]
    public async Task Vectors_are_recorded_shown_and_held_against_later_answers()
    {
        await using var server = await DemoServerFixture.StartAsync();

        var (code, output, error) = await RecordAsync(server.BaseAddress, Embeddings);

        Assert.That(code, Is.Zero, output + error);
        Assert.That(output, Does.StartWith("t/embed\n\n  ok    case 1 (warm): vector of ").And.Contain($"\n  wrote 2 references to {References}\n"));
        Assert.That((await ProbeAsync(server.BaseAddress, Embeddings)).Code, Is.Zero);
        await server.SwitchAsync("wrong_answer");
        Assert.That((await ProbeAsync(server.BaseAddress, Embeddings)).Output, Does.Contain("invalid (assertion): case 1 (warm): the cosine to the stored vector is -1, less than 0.99"));
    }

    [Test]
    public async Task The_file_names_no_question_and_no_answer_and_is_read_back_number_by_number()
    {
        await using var server = ScriptedServer.Answering(200, """{"data":[{"index":0,"embedding":[0.1,-2.5e-7,0.123456789012]}]}""");

        await RecordAsync(server.Url, Embeddings);

        var lines = await File.ReadAllLinesAsync(References);
        var first = JsonDocument.Parse(lines[0]).RootElement;
        Assert.That(lines, Has.Length.EqualTo(2));
        Assert.That(first.EnumerateObject().Select(p => p.Name), Is.EqualTo(new[] { "case", "name", "recorded", "model", "embedding" }));
        Assert.That(lines[1], Does.Not.Contain("cold"));
        Assert.That(Read(server.Url, Embeddings).Cases[0].Embedding, Is.EqualTo(new[] { 0.1, -2.5e-7, 0.123456789012 }));
    }

    [Test]
    public async Task Rankings_and_classes_are_recorded_where_the_case_does_not_say_them_itself()
    {
        const string rerank = "type: rerank, dialect: jina, name: rank, quality: { baseline_file: rank.jsonl, cases: [{ input: red apple, documents: [a red car, blue sea, a red apple] }] }";
        const string classes = "type: http, path: /api/predict, name: class, quality: { baseline_file: class.jsonl, label_pointer: /output/0/0/span, cases: [{ input: { text: 'good,bad|I love it', schema: { label: null } } }, { label: bad, input: { text: 'good,bad|It broke', schema: { label: null } } }] }";
        await using var server = await DemoServerFixture.StartAsync();

        var (code, output, error) = await RunAsync(server.BaseAddress, "t", [rerank, classes], "--record-baseline");

        Assert.That(code, Is.Zero, output + error);
        Assert.That(output, Does.Contain("case 1: ranking 2, 0, 1\n").And.Contain("case 1: label 'good'\n").And.Contain("case 2: nothing to record\n"));
        var read = Configured(server.BaseAddress, [rerank, classes]).Probes;
        Assert.That(read[0].Quality!.Cases[0].Ranking, Is.EqualTo(new[] { 2, 0, 1 }));
        Assert.That(read[1].Quality!.Cases.Select(c => c.Label), Is.EqualTo(new[] { "good", "bad" }));
    }

    [Test]
    public async Task The_hash_of_an_answer_is_recorded_when_it_is_the_same_twice()
    {
        await using var server = await DemoServerFixture.StartAsync();

        var (_, output, _) = await RecordAsync(server.BaseAddress, Chat);

        Assert.That(output, Does.Match("case 1 \\(sum\\): output [0-9a-f]{12}…\n"));
        Assert.That(Read(server.BaseAddress, Chat).Cases[0].OutputSha256, Does.Match("^[0-9a-f]{64}$"));
    }

    [Test]
    public async Task An_answer_that_is_another_one_each_time_is_no_reference()
    {
        var answers = 0;
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.AnswerAsync(200, $$$"""{"choices":[{"message":{"content":"4 {{{answers++}}}"},"finish_reason":"stop"}]}""");
        });

        var (code, output, _) = await RecordAsync(server.Url, Chat);

        Assert.That(code, Is.EqualTo(1));
        Assert.That(output, Does.Contain("case 1 (sum): nothing to record (the answer is another one each time, so no hash of it)\n").And.Contain("nothing was written"));
        Assert.That(File.Exists(References), Is.False);
    }

    [Test]
    public async Task A_file_that_is_there_is_replaced_only_by_force()
    {
        await using var server = await DemoServerFixture.StartAsync();
        folder.Write("refs.jsonl", "{\"case\":\"old\"}\n");

        var refused = await RecordAsync(server.BaseAddress, Embeddings);
        var kept = await File.ReadAllTextAsync(References);
        var forced = await RecordAsync(server.BaseAddress, Embeddings, "--force");

        Assert.That((refused.Code, refused.Error), Is.EqualTo((2, $"{References} is there already; --force replaces it. Nothing was asked.{Environment.NewLine}")));
        Assert.That(kept, Is.EqualTo("{\"case\":\"old\"}\n"));
        Assert.That(forced.Code, Is.Zero);
        Assert.That(await File.ReadAllLinesAsync(References), Has.Length.EqualTo(2).And.None.Contains("old"));
    }

    [TestCase("error", "status 500")]
    [TestCase("wrong_answer", "the answer does not contain '4'")]
    [TestCase("truncated", "the stream ")]
    public async Task A_failed_answer_is_never_recorded_not_even_by_force(string fault, string reason)
    {
        await using var server = await DemoServerFixture.StartAsync();
        folder.Write("refs.jsonl", "{\"case\":\"old\"}\n");
        await server.SwitchAsync(fault);

        var (code, output, _) = await RecordAsync(server.BaseAddress, Chat.Replace("track_output", "fail_probe: false, track_output", StringComparison.Ordinal), "--force");

        Assert.That(code, Is.EqualTo(1));
        Assert.That(output, Does.Contain("FAIL  case 1 (sum): ").And.Contain(reason).And.Contain("1 of 1 cases had no good answer"));
        Assert.That(await File.ReadAllTextAsync(References), Is.EqualTo("{\"case\":\"old\"}\n"));
        Assert.That(Directory.GetFiles(folder.Path).Select(Path.GetFileName), Is.EquivalentTo(new[] { "refs.jsonl", "exporter.yaml" }), "nothing is left beside it");
    }

    [Test]
    public async Task Another_question_does_not_meet_the_answer_to_the_old_one()
    {
        await using var server = await DemoServerFixture.StartAsync();
        await RecordAsync(server.BaseAddress, Embeddings);

        var cases = Read(server.BaseAddress, Embeddings.Replace("input: warm", "input: hot", StringComparison.Ordinal)).Cases;

        Assert.That(cases.Select(c => c.Embedding.Count > 0), Is.EqualTo(new[] { false, true }));
    }

    [Test]
    public async Task Without_a_place_to_write_to_nothing_is_asked()
    {
        await using var server = ScriptedServer.Answering(200, "{}");

        var (code, _, error) = await RecordAsync(server.Url, "type: http, name: page, quality: { cases: [{ input: x }] }");

        Assert.That((code, error), Is.EqualTo((2, $"'t' has no quality.baseline_file, where references could be written to. Nothing was asked.{Environment.NewLine}")));
        Assert.That(server.Connections, Is.Zero);
    }

    [Test]
    public async Task A_script_gets_JSON()
    {
        await using var server = await DemoServerFixture.StartAsync();

        var (_, output, _) = await RecordAsync(server.BaseAddress, Embeddings, "--json");

        var report = JsonDocument.Parse(output).RootElement;
        var probe = report.GetProperty("probes")[0];
        Assert.That(report.GetProperty("success").GetBoolean(), Is.True);
        Assert.That(probe.GetProperty("written").GetInt32(), Is.EqualTo(2));
        Assert.That(probe.GetProperty("file").GetString(), Is.EqualTo(References));
        Assert.That(probe.GetProperty("cases")[0].GetProperty("recorded")[0].GetString(), Does.StartWith("vector of "));
    }

    private static string Yaml(Uri url, IEnumerable<string> probes) => $"targets: [{{ name: t, url: '{url}', model: demo-model, probes: [{string.Join(", ", probes.Select(p => $"{{ {p} }}"))}] }}]\n";

    private TargetConfig Configured(Uri url, string[] probes)
    {
        var read = ConfigFile.Read(folder.Write("exporter.yaml", Yaml(url, probes)));
        Assert.That(read.Errors, Is.Empty);
        return read.Value!.Targets[0];
    }

    private QualityConfig Read(Uri url, string probe) => Configured(url, [probe]).Probes[0].Quality!;

    private Task<(int Code, string Output, string Error)> RecordAsync(Uri url, string probe, params string[] flags) => RunAsync(url, "t", [probe], ["--record-baseline", .. flags]);

    private Task<(int Code, string Output, string Error)> ProbeAsync(Uri url, string probe) => RunAsync(url, "t", [probe]);

    private async Task<(int Code, string Output, string Error)> RunAsync(Uri url, string which, string[] probes, params string[] flags)
    {
        var path = folder.Write("exporter.yaml", Yaml(url, probes));
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(["probe", which, "--config.file", path, .. flags], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
