using System.Text.Json;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Commands;

/// <summary><c>probe</c> as a person and a script use it, against a server that really answers.</summary>
[TestFixture]
internal sealed class ProbeCommandTests
{
    private const string Stream = """
        data: {"choices":[{"delta":{"role":"assistant"}}]}

        data: {"choices":[{"delta":{"content":"blue"}}]}

        data: {"choices":[{"delta":{"content":" sky"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":8}}}

        data: [DONE]


        """;

    private readonly TemporaryFolder folder = new();

    [TearDown]
    public void Delete() => folder.Dispose();

    [Test]
    public async Task It_shows_request_phases_tokens_and_judgements_and_no_secret()
    {
        await using var server = ScriptedServer.Streaming(Stream);

        var (code, output, _) = await RunAsync(server.Url, "t/chat");

        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.StartWith("t/chat (openai-chat)\n"));
        Assert.That(output, Does.Contain($"> POST {server.Url}v1/chat/completions\n").And.Contain("> Authorization: Bearer ***\n").And.Contain("Say it: ***"));
        Assert.That(output, Does.Contain("< 200 OK\n").And.Contain("< Content-Type: text/event-stream\n"));
        Assert.That(output, Does.Match(@"\n  connect +\d+\.\d\d ms +#+\n").And.Match(@"\n  processing +\d+\.\d\d ms +#+\n").And.Match(@"\n  total +\d+\.\d\d ms\n"));
        Assert.That(output, Does.Match(@"times +headers \d+\.\d\d ms, first token \d+\.\d\d ms"));
        Assert.That(output, Does.Contain("tokens     9 input, 2 output, 8 cached (as the server counts)\n").And.Contain("finish reason stop\n"));
        Assert.That(output, Does.Contain("  ok    the answer contains 'blue'\n").And.EndWith("\n  success\n\n"));
        Assert.That(output, Does.Not.Contain("s3cret"));
    }

    [Test]
    public async Task A_failure_is_exit_code_1_and_says_which_judgement_it_was()
    {
        await using var server = ScriptedServer.Streaming(Stream.Replace("blue", "s3cret", StringComparison.Ordinal));

        var (code, output, _) = await RunAsync(server.Url, "t/chat");

        Assert.That(code, Is.EqualTo(1));
        Assert.That(output, Does.Contain("  FAIL  the answer contains 'blue': ").And.Contain("\n  invalid (assertion): the answer does not contain 'blue': *** sky\n"));
        Assert.That(output, Does.Not.Contain("s3cret"));
    }

    [Test]
    public async Task A_server_that_hangs_is_seen_in_the_waterfall_and_its_column_adds_up()
    {
        await using var server = new ScriptedServer(static connection => connection.HoldAsync());

        var (code, output, _) = await RunAsync(server.Url, "u/hasty");

        Assert.That(code, Is.EqualTo(1));
        Assert.That(output, Does.Match(@"\n  processing +\d+\.\d\d ms +#+  not finished\n"));
        Assert.That(output, Does.Contain("timeout (timeout_total): time-out of 0.2s waiting for the headers of the answer"));
        var times = System.Text.RegularExpressions.Regex.Matches(output, @"\n  \S+ +(?<time>\d+\.\d\d) ms").Select(static match => double.Parse(match.Groups["time"].Value, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.That(times[..^1].Sum(), Is.EqualTo(times[^1]).Within(0.05), output);
    }

    [TestCase]
    [TestCase("--json")]
    public async Task What_is_secret_by_its_name_is_not_shown_even_where_the_server_repeats_it(params string[] flags)
    {
        await using var server = ScriptedServer.Answering(401, """{"error":"bad key s3cret-header, s3cret-query, s3cret query"}""", headers: "Set-Cookie: id=s3cret-cookie\r\nX-Prompt-Tokens: 12\r\nLocation: http://u:s3cret@x/?access_token=s3cret\r\n");

        var (code, output, _) = await RunAsync(server.Url, ["u/keyed", .. flags]);

        Assert.That(code, Is.EqualTo(1));
        Assert.That(output, Does.Not.Contain("s3cret"));
        Assert.That(output.Replace("\\u0026", "&", StringComparison.Ordinal), Does.Contain("X-Api-Key: ***").And.Contain("/p?max_tokens=5&api_key=***&session=***").And.Contain("Location: http://***@x/?access_token=***").And.Contain("X-Prompt-Tokens: 12"));
        Assert.That(output, Does.Contain("bad key ***, ***, ***"));
    }

    [TestCase("good", "  ok    the label is 'good'\n")]
    [TestCase("bad", "  FAIL  the label is 'good': the answer is 'bad', not 'good'\n")]
    public async Task A_case_is_shown_with_what_became_of_it(string answered, string judgement)
    {
        await using var server = ScriptedServer.Answering(200, $$"""{"label":"{{answered}}","score":0.5}""");

        var (code, output, _) = await RunAsync(server.Url, "u/cases");

        Assert.That(code, Is.Zero, "of labels only the share counts");
        Assert.That(output, Does.Contain("  case 1 (praise) of 2, the others are asked in turn by the daemon\n").And.Contain(judgement));
        Assert.That(output, Does.Contain("  ok    JSON /score is at least 0.1, is at most 1\n").And.Contain("  ok    JSON /x is absent\n"));
    }

    [Test]
    public async Task Of_basic_credentials_the_scheme_alone_is_shown()
    {
        await using var server = ScriptedServer.Answering(200, "{}");

        var (_, output, _) = await RunAsync(server.Url, "u/basic");

        Assert.That(output, Does.Contain("> Authorization: Basic ***\n"));
        Assert.That(output, Does.Not.Contain(Convert.ToBase64String("me:s3cret"u8)));
    }

    [Test]
    public async Task Without_a_probe_all_of_the_target_are_asked_and_a_script_gets_JSON()
    {
        await using var server = ScriptedServer.Streaming(Stream);

        var (code, output, _) = await RunAsync(server.Url, "t", "--json");

        using var document = JsonDocument.Parse(output);
        var probes = document.RootElement.GetProperty("probes").EnumerateArray().ToArray();
        Assert.That(code, Is.EqualTo(1), "the second one expects JSON");
        Assert.That(document.RootElement.GetProperty("success").GetBoolean(), Is.False);
        Assert.That(probes.Select(p => p.GetProperty("probe").GetString()), Is.EqualTo(new[] { "chat", "page" }));
        Assert.That(probes[0].GetProperty("outcome").GetString(), Is.EqualTo("success"));
        Assert.That(probes[0].GetProperty("tokens").GetProperty("cached").GetInt32(), Is.EqualTo(8));
        Assert.That(probes[0].GetProperty("phases_seconds").GetProperty("connect").GetDouble(), Is.GreaterThan(0));
        Assert.That(probes[1].GetProperty("error_type").GetString(), Is.EqualTo("not_json"));
        Assert.That(output, Does.Not.Contain("s3cret"));
    }

    [Test]
    public async Task The_place_in_the_servers_queue_is_shown()
    {
        await using var app = new ScriptedGradio(
            ScriptedGradio.Config("5.45.0", "", ("predict", false)),
            null,
            ScriptedGradio.Messages(
                """{"msg":"estimation","rank":2,"queue_size":3}""",
                """{"msg":"estimation","rank":0,"queue_size":1}""",
                """{"msg":"process_starts"}""",
                """{"msg":"process_completed","output":{"data":["hello"],"duration":0.25},"success":true}"""));

        var (_, text, _) = await RunAsync(app.Url, "gradio");
        var (_, json, _) = await RunAsync(app.Url, "gradio", "--json");

        Assert.That(text, Does.Contain("  queue      rank 2 of 3 when it joined, rank 0 of 1 when last told (0 is next)\n"));
        Assert.That(text, Does.Match(@"the server says queue \d+\.\d\d ms, inference 250\.00 ms"));
        using var document = JsonDocument.Parse(json);
        var probe = document.RootElement.GetProperty("probes")[0];
        Assert.That(probe.GetProperty("queue_rank").GetInt32(), Is.EqualTo(2));
        Assert.That(probe.GetProperty("queue_size").GetInt32(), Is.EqualTo(3));
        Assert.That(probe.GetProperty("queue_last_rank").GetInt32(), Is.Zero);
        Assert.That(probe.GetProperty("server_inference_seconds").GetDouble(), Is.EqualTo(0.25));
    }

    [TestCase("x", "There is no target 'x'; the file has: t, u, gradio, empty.")]
    [TestCase("t/x", "There is no probe 'x' in target 't'; it has: chat, page.")]
    [TestCase("empty", "There is no probe in target 'empty'; it has: none.")]
    public async Task Who_asks_for_what_is_not_there_is_told_what_is(string which, string problem)
    {
        var (code, output, error) = await RunAsync(new Uri("http://127.0.0.1:1"), which);

        Assert.That(code, Is.EqualTo(2));
        Assert.That(error, Is.EqualTo(problem + Environment.NewLine));
        Assert.That(output, Is.Empty);
    }

    [Test]
    public async Task A_file_with_a_mistake_probes_nothing()
    {
        var path = folder.Write("bad.yaml", "targets: 1\n");
        using var output = new StringWriter();
        using var error = new StringWriter();

        var code = await CommandLine.RunAsync(["probe", "t", "--config.file", path], output, error);

        Assert.That(code, Is.EqualTo(2));
        Assert.That(error.ToString(), Does.Contain("targets: must be a list").And.Contain("nothing was probed"));
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(Uri url, params string[] arguments)
    {
        folder.Write("key", "s3cret");
        var path = folder.Write("exporter.yaml", $$"""
            targets:
              - name: t
                url: {{url}}
                probes:
                  - type: openai-chat
                    name: chat
                    authorization: { credentials_file: key }
                    request: { prompt: "Say it: s3cret" }
                    expect: { contains: [blue] }
                  - { type: http, name: page, expect: { json: [{ pointer: /x }] } }
              - name: u
                url: {{url}}
                probes:
                  - { type: http, name: hasty, timeout: 200ms }
                  - { type: http, name: basic, basic_auth: { username: me, password_file: key } }
                  - type: http
                    name: cases
                    expect: { json: [ { pointer: /score, min: 0.1, max: 1 }, { pointer: /x, exists: false } ] }
                    quality: { label_pointer: /label, cases: [ { name: praise, input: a, label: good }, { input: b, label: bad } ] }
                  - type: http
                    name: keyed
                    path: /p?max_tokens=5&api_key=s3cret-query&session=s3cret%20query
                    method: POST
                    headers: { X-Api-Key: s3cret-header }
                    body: '{"password": "s3cret in a body"}'
              - { name: gradio, url: {{url}}, probes: [{ type: gradio, data: [hi] }] }
              - { name: empty, url: "http://127.0.0.1:1" }
            """);
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(["probe", .. arguments, "--config.file", path], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
