using Exporter.Tests.Demo;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Quality;

/// <summary>Cases from the configuration to the counters, against real servers.</summary>
public class QualityProbeTests
{
    private const string Sentiment = """
        type: http, path: /api/predict, timeout: 5s,
        quality: { label_pointer: /output/0/0/span, cases: [
          { query_kind: praise, label: good, input: { text: 'good,bad|I love it', schema: { label: null } } },
          { query_kind: blame, label: bad, input: { text: 'good,bad|It broke', schema: { label: null } } } ] }
        """;

    private const string Chat = """
        type: openai-chat, name: chat, timeout: 5s,
        quality: { track_output: true, cases: [
          { name: capital, query_kind: fact, input: 'What is the capital of France?', contains: [paris], matches: ['Paris\.$'] },
          { query_kind: sum, input: 'What is 2+2?', equals: '2 + 2 is 4.' } ] }
        """;

    [Test]
    public async Task Every_series_is_there_at_zero_before_the_first_case()
    {
        await using var bench = new QualityBench(new Uri("http://127.0.0.1:1"), Sentiment);

        Assert.That(bench.Observed.Values, Has.All.Zero);
        Assert.That(bench.Observed.Keys, Is.EquivalentTo(new[]
        {
            "results{class=bad,outcome=tp}", "results{class=bad,outcome=fp}", "results{class=bad,outcome=fn}", "results{class=bad,outcome=tn}",
            "results{class=good,outcome=tp}", "results{class=good,outcome=fp}", "results{class=good,outcome=fn}", "results{class=good,outcome=tn}",
            "assertions{assertion=label,result=pass}", "assertions{assertion=label,result=fail}", "assertions{assertion=label,result=error}",
            "cases{query_kind=praise}", "cases{query_kind=blame}",
        }));
        Assert.That(bench.Dataset, Does.Match("sha256=[0-9a-f]{64},cases=2"));
    }

    [Test]
    public async Task As_many_other_cases_are_another_dataset_and_the_same_ones_are_not()
    {
        var nowhere = new Uri("http://127.0.0.1:1");
        await using var one = new QualityBench(nowhere, Sentiment);
        await using var same = new QualityBench(nowhere, Sentiment);
        await using var other = new QualityBench(nowhere, Sentiment.Replace("I love it", "I like it", StringComparison.Ordinal));

        Assert.That(same.Dataset, Is.EqualTo(one.Dataset));
        Assert.That(other.Dataset, Is.Not.EqualTo(one.Dataset).And.EndsWith("cases=2}"));
    }

    [Test]
    public async Task Classes_are_counted_one_against_the_rest_and_cases_are_asked_in_turn()
    {
        await using var server = await DemoServerFixture.StartAsync();
        await using var bench = new QualityBench(server.BaseAddress, Sentiment);

        var verdicts = await bench.RunAsync(3);

        Assert.That(verdicts, Has.All.EqualTo("success -"));
        Assert.That(bench.Counts, Is.EquivalentTo(new[]
        {
            "results{class=good,outcome=tp}=2", "results{class=good,outcome=tn}=1", "results{class=bad,outcome=tp}=1", "results{class=bad,outcome=tn}=2",
            "assertions{assertion=label,result=pass}=3", "cases{query_kind=praise}=2", "cases{query_kind=blame}=1",
        }));
    }

    [Test]
    public async Task Wrong_labels_are_counted_and_leave_the_probe_a_success()
    {
        await using var server = await DemoServerFixture.StartAsync();
        await using var bench = new QualityBench(server.BaseAddress, Sentiment);
        await server.SwitchAsync("wrong_answer");

        var verdicts = await bench.RunAsync(2);

        Assert.That(verdicts, Has.All.EqualTo("success -"));
        Assert.That(bench.Counts, Does.Contain("results{class=good,outcome=fn}=1").And.Contain("results{class=bad,outcome=fn}=1").And.Contain("assertions{assertion=label,result=fail}=2"));
    }

    [Test]
    public async Task A_broken_assertion_fails_the_probe_by_name_unless_told_otherwise()
    {
        await using var server = await DemoServerFixture.StartAsync();
        await using var strict = new QualityBench(server.BaseAddress, Chat);
        await using var lenient = new QualityBench(server.BaseAddress, Chat.Replace("track_output: true", "fail_probe: false", StringComparison.Ordinal));
        await server.SwitchAsync("wrong_answer");

        Assert.That(await strict.RunAsync(), Is.EqualTo(new[] { "invalid assertion: case 1 (capital): the answer does not contain 'paris': I do not know anything about that." }));
        Assert.That(await lenient.RunAsync(), Is.EqualTo(new[] { "success -" }));
        Assert.That(lenient.Counts, Is.EquivalentTo(new[] { "assertions{assertion=contains,result=fail}=1", "assertions{assertion=matches,result=fail}=1", "cases{query_kind=fact}=1" }));
    }

    [Test]
    public async Task A_streamed_answer_is_judged_and_another_one_to_the_same_case_is_a_change()
    {
        await using var server = await DemoServerFixture.StartAsync();
        await using var bench = new QualityBench(server.BaseAddress, Chat);

        var before = await bench.RunAsync(4);
        var steady = bench.Observed["output_changes"];
        await server.SwitchAsync("wrong_answer");
        await bench.RunAsync(4);

        Assert.That(before, Has.All.EqualTo("success -"));
        Assert.That(steady, Is.Zero);
        Assert.That(bench.Observed["output_changes"], Is.EqualTo(2), "Each case changed once and then stayed.");
        Assert.That(bench.Counts, Does.Contain("assertions{assertion=equals,result=pass}=2").And.Contain("assertions{assertion=equals,result=fail}=2"));
    }

    [TestCase("error")]
    [TestCase("loading")]
    [TestCase("truncated")]
    [TestCase("stream_error")]
    [TestCase("hang")]
    public async Task An_outage_in_the_middle_is_an_error_and_no_drop_in_quality(string fault)
    {
        await using var server = await DemoServerFixture.StartAsync();
        await using var chat = new QualityBench(server.BaseAddress, Chat.Replace("timeout: 5s", "timeout: 1s", StringComparison.Ordinal));
        await using var classes = new QualityBench(server.BaseAddress, Sentiment.Replace("timeout: 5s", "timeout: 1s", StringComparison.Ordinal));
        await chat.RunAsync();
        await classes.RunAsync();

        await server.SwitchAsync(fault);
        var failures = new[] { (await chat.RunAsync()).Single(), fault == "stream_error" ? "not streamed" : (await classes.RunAsync()).Single() };
        await server.SwitchAsync("none");
        await chat.RunAsync();

        Assert.That(failures, Has.All.Not.StartsWith("success").And.All.Not.StartsWith("invalid"));
        Assert.That(chat.Counts, Is.EquivalentTo(new[]
        {
            "assertions{assertion=contains,result=pass}=2", "assertions{assertion=matches,result=pass}=2", "assertions{assertion=equals,result=error}=1",
            "cases{query_kind=fact}=2", "cases{query_kind=sum}=1",
        }));
        Assert.That(classes.Observed.Where(static pair => pair.Key.Contains("outcome=f", StringComparison.Ordinal) || pair.Key.Contains("result=fail", StringComparison.Ordinal)).Select(static pair => pair.Value), Has.All.Zero);
        Assert.That(classes.Observed["assertions{assertion=label,result=error}"], Is.EqualTo(fault == "stream_error" ? 0 : 1));
    }

    [Test]
    public async Task A_server_that_is_gone_and_one_that_answers_no_JSON_are_errors_too()
    {
        await using var page = ScriptedServer.Answering(200, "<h1>Bad Gateway</h1>", "text/html");
        await using var answered = new QualityBench(page.Url, Sentiment);
        await using var gone = new QualityBench(new Uri($"http://127.0.0.1:{FreePort.Next()}"), Sentiment);

        Assert.That((await answered.RunAsync()).Single(), Does.StartWith("protocol_error not_json: case 1: the answer is no JSON"));
        Assert.That((await gone.RunAsync()).Single(), Does.StartWith("connect_error connection_refused"));
        Assert.That(answered.Counts, Is.EquivalentTo(new[] { "assertions{assertion=label,result=error}=1", "cases{query_kind=praise}=1" }));
        Assert.That(gone.Counts, Is.EquivalentTo(answered.Counts));
    }

    [TestCase("""{"error":"model not loaded"}""", "protocol_error other: case 1: the server reported an error in its answer: model not loaded")]
    [TestCase("""{"error":{"message":"CUDA out of memory. Tried to allocate 2.00 GiB"}}""", "protocol_error out_of_memory: case 1: the server reported an error in its answer: CUDA out of memory. Tried to allocate 2.00 GiB")]
    public async Task An_application_that_reports_its_failure_with_200_has_an_outage_and_no_worse_model(string body, string verdict)
    {
        await using var server = ScriptedServer.Answering(200, body);
        await using var labels = new QualityBench(server.Url, Sentiment);
        await using var scores = new QualityBench(server.Url, "type: http, quality: { score_pointer: /score, cases: [{ input: '{}', min_score: 0 }] }");
        await using var vectors = new QualityBench(server.Url, "type: http, quality: { embedding_pointer: /vector, cases: [{ input: '{}', embedding: [1] }] }");

        Assert.That((await labels.RunAsync()).Concat(await scores.RunAsync()).Concat(await vectors.RunAsync()), Has.All.EqualTo(verdict));
        Assert.That(labels.Counts, Is.EquivalentTo(new[] { "assertions{assertion=label,result=error}=1", "cases{query_kind=praise}=1" }));
        Assert.That(scores.Counts, Does.Contain("assertions{assertion=score,result=error}=1"));
        Assert.That(vectors.Counts, Does.Contain("assertions{assertion=embedding,result=error}=1"));
    }

    [TestCase("""{"output":[],"error":""}""", "nothing found, nothing wrong")]
    [TestCase("""{"output":[[{"span":"bad"}]],"error":"low confidence"}""", "an answer and a remark")]
    public async Task An_answer_without_the_label_is_a_wrong_one(string body, string what)
    {
        await using var server = ScriptedServer.Answering(200, body);
        await using var bench = new QualityBench(server.Url, Sentiment);

        Assert.That(await bench.RunAsync(), Is.EqualTo(new[] { "success -" }), what);
        Assert.That(bench.Counts, Does.Contain("results{class=good,outcome=fn}=1"));
    }

    [Test]
    public async Task Scores_and_vectors_of_a_plain_answer_are_read_by_pointer()
    {
        await using var server = ScriptedServer.Answering(200, """{"scores":[0.2,0.9,0.5],"vector":[0.6,0.8],"text":"ok"}""");
        await using var bench = new QualityBench(server.Url, """
            type: http, quality: { score_pointer: /scores, high_score: 0.5, embedding_pointer: /vector, cases: [
              { input: '{}', ranking: [1, 0, 2], relevance: [irrelevant, relevant], min_score: 0, max_score: 1, embedding: [0.6, 0.8], json: [{ pointer: /text, equals: ok }] } ] }
            """);

        Assert.That(await bench.RunAsync(), Is.EqualTo(new[] { "success -" }));
        Assert.That(bench.Counts, Is.EquivalentTo(new[]
        {
            "assertions{assertion=json,result=pass}=1", "assertions{assertion=score,result=pass}=1", "assertions{assertion=ranking,result=fail}=1", "assertions{assertion=embedding,result=pass}=1",
            "cases{query_kind=default}=1", "high_scores=2", "ranking.pairs{outcome=concordant}=2", "ranking.pairs{outcome=discordant}=1",
        }));
        Assert.That(bench.Recorded["probe.quality.score{expected=relevant}"], Is.EqualTo(new[] { 0.9 }));
        Assert.That(bench.Recorded["probe.quality.score{expected=irrelevant}"], Is.EqualTo(new[] { 0.2 }));
        Assert.That(bench.Recorded["probe.quality.ranking.reciprocal_rank"], Is.EqualTo(new[] { 1.0 }));
        Assert.That(bench.Recorded["probe.quality.embedding.similarity"].Single(), Is.EqualTo(1).Within(1e-12));
    }

    [Test]
    public async Task A_ranking_and_its_scores_come_from_the_protocol()
    {
        const string rerank = """
            type: rerank, dialect: jina, quality: { high_score: 0.9, cases: [
              { input: red apple, documents: [a red apple, blue sea, a red car], ranking: [0, 2, 1], relevance: [relevant, irrelevant, irrelevant] } ] }
            """;
        await using var server = await DemoServerFixture.StartAsync();
        await using var bench = new QualityBench(server.BaseAddress, rerank);

        var good = await bench.RunAsync();
        var goodCounts = bench.Counts.ToList();
        await server.SwitchAsync("wrong_answer");
        var bad = await bench.RunAsync();

        Assert.That(good.Concat(bad), Has.All.EqualTo("success -"));
        Assert.That(goodCounts, Does.Contain("ranking.pairs{outcome=concordant}=3").And.Contain("high_scores=1").And.Contain("assertions{assertion=ranking,result=pass}=1"));
        Assert.That(bench.Counts, Does.Contain("ranking.pairs{outcome=discordant}=3").And.Contain("assertions{assertion=ranking,result=fail}=1"));
        Assert.That(bench.Recorded["probe.quality.ranking.reciprocal_rank"], Is.EqualTo(new[] { 1, 1.0 / 3 }));
    }

    [TestCase("float")]
    [TestCase("base64")]
    public async Task A_vector_that_turns_round_is_seen(string encoding)
    {
        var reference = string.Join(", ", Exporter.Demo.ModelServer.EmbeddingsEndpoint.Embed("warm", false).Select(static component => component.ToString("R", System.Globalization.CultureInfo.InvariantCulture)));
        await using var server = await DemoServerFixture.StartAsync();
        await using var bench = new QualityBench(server.BaseAddress, $"type: openai-embeddings, request: {{ encoding: {encoding} }}, expect: {{ normalized: false }}, quality: {{ cases: [{{ input: warm, embedding: [{reference}] }}] }}");

        var good = await bench.RunAsync();
        await server.SwitchAsync("wrong_answer");
        var bad = await bench.RunAsync();

        Assert.That(good, Is.EqualTo(new[] { "success -" }));
        Assert.That(bad, Is.EqualTo(new[] { "invalid assertion: case 1: the cosine to the stored vector is -1, less than 0.99" }));
        Assert.That(bench.Recorded["probe.quality.embedding.similarity"], Is.EqualTo(new[] { 1.0, -1.0 }).Within(1e-6));
    }
}
