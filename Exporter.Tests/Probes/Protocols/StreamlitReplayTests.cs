using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Probes.Protocols.Streamlit;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Protocols;

/// <summary>Sessions recorded with a real Streamlit 1.39 (Tornado) and 1.62 (Starlette), played back against verdicts written by hand beforehand.</summary>
public class StreamlitReplayTests
{
    private const string Tornado = "streamlit-1.39";
    private const string Starlette = "streamlit-1.62";

    private static readonly StreamlitProbeConfig Form = ProbeBench.Streamlit("good", "positive: good") with { TextInput = "Text", Button = "Analyse" };

    // folder, file, how it is asked, verdict, chunks, reason
    private static readonly TestCaseData[] Sessions =
    [
        Row(Tornado, "ws_exchange.txt", ProbeBench.Streamlit(), "success -", 11, null),
        // The script ends FINISHED_SUCCESSFULLY all the same.
        Row(Tornado, "ws_exchange_script_exception.txt", ProbeBench.Streamlit(), "protocol_error stream_error", null, "the app's script raised: AttributeError: module 'pyarrow' has no attribute '__version__'"),
        Row(Starlette, "ws_exchange.txt", ProbeBench.Streamlit("Name three primary colours.", "Red, green and blue."), "success -", 4, null),
        Row(Starlette, "ws_exchange_form.txt", Form, "success -", 1, null),
        Row(Starlette, "ws_exchange_script_exception.txt", ProbeBench.Streamlit("fail now"), "protocol_error stream_error", null, "the app's script raised: ValueError: the model did not answer"),
    ];

    [TestCaseSource(nameof(Sessions))]
    public async Task A_recorded_session_is_judged_right_and_the_probe_sends_what_was_sent(string folder, string file, object config, string verdict, int? chunks, string? reason)
    {
        var sent = new List<byte[]>();
        await using var server = ScriptedStreamlit.Serving(async app =>
        {
            foreach (var line in StreamlitRecording.Read(folder, file))
            {
                if (line.Received is null)
                {
                    sent.Add(await app.ReadAsync());
                }
                else
                {
                    await app.SendAsync(line.Received);
                }
            }

            await app.HoldAsync();
        });

        var result = await ProbeBench.AskAsync(server, (StreamlitProbeConfig)config);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict), result.Reason);
        Assert.That(result.Tokens?.Output, Is.EqualTo(chunks));
        Assert.That(result.Reason, Is.EqualTo(reason));
        Assert.That(sent, Is.EqualTo(StreamlitRecording.Read(folder, file).Select(line => line.Sent).OfType<byte[]>()));
        Assert.That(result.StatusCode, Is.EqualTo(101));
        Assert.That(result.Phases.Connect, Is.Not.Null);
    }

    [Test]
    public void The_clock_of_an_answer_runs_from_the_prompt()
    {
        var clock = new ManualTimeProvider();
        var run = new ProbeRun(clock);
        run.Begin();
        var conversation = new StreamlitConversation(ProbeBench.Streamlit(), run);
        var at = 0.0;
        foreach (var line in StreamlitRecording.Read(Tornado, "ws_exchange.txt"))
        {
            clock.Advance(TimeSpan.FromMilliseconds(line.Milliseconds - at));
            at = line.Milliseconds;
            if (line.Received is not null)
            {
                Assert.That(conversation.Take(line.Received, clock.GetTimestamp()), Is.Null);
            }
            else if (conversation.IsLoaded)
            {
                conversation.Ask(out _);
                run.BeginStream(clock.GetTimestamp());
            }
        }

        var stream = run.Succeed().Stream!;
        Assert.Multiple(() =>
        {
            Assert.That(conversation.IsAnswered, Is.True);
            Assert.That(conversation.Text, Is.EqualTo("You said: hello panda . streaming words come one by one"));
            Assert.That(stream.TimeToFirstToken.TotalMilliseconds, Is.EqualTo(307.3 - 54.3).Within(1e-3));
            Assert.That(stream.TimeToLastToken.TotalMilliseconds, Is.EqualTo(816.7 - 54.3).Within(1e-3), "the last delta only takes the cursor away");
            Assert.That(stream.MaxGap!.Value.TotalMilliseconds, Is.EqualTo(512.8 - 459.6).Within(1e-3));
            Assert.That(stream.Chunks, Is.EqualTo(11));
        });
    }

    [TestCase(Tornado)]
    [TestCase(Starlette)]
    public async Task The_health_page_is_well_and_is_no_WebSocket(string folder)
    {
        var health = await Recording.AskAsync(folder, "health.txt", ProbeBench.Http(new HttpExpectConfig { BodyMatches = new(["^ok$"]) }));
        var page = await Recording.AskAsync(folder, "health.txt", ProbeBench.Streamlit());

        Assert.That(ProbeBench.Verdict(health), Is.EqualTo("success -"), health.Reason);
        Assert.That(ProbeBench.Verdict(page), Is.EqualTo("protocol_error other"));
        Assert.That(page.Reason, Is.EqualTo("no WebSocket of a Streamlit app: status 200 instead of a WebSocket"));
    }

    [TestCase(200, "success -")]
    [TestCase(503, "http_error http_5xx")]
    public async Task A_server_that_says_it_is_unwell_is_not_visited(int health, string verdict)
    {
        await using var server = new ScriptedServer(async connection =>
        {
            if (connection.Index == 0)
            {
                Assert.That(await connection.ReadRequestAsync(), Does.StartWith("GET /_stcore/health HTTP/1.1"));
                await connection.AnswerAsync(health, health == 200 ? "ok" : "unavailable", "text/plain");
                return;
            }

            var app = await ScriptedStreamlit.OpenAsync(connection);
            await app.ReadAsync();
            await app.SendAsync(StreamlitMessages.ChatPage);
            await app.ReadAsync();
            await app.SendAsync(StreamlitMessages.Begin, StreamlitMessages.Chat("assistant", 0, 1), StreamlitMessages.Markdown("Red", 0, 1, 0), StreamlitMessages.End);
            await app.HoldAsync();
        });

        var result = await ProbeBench.AskAsync(server, ProbeBench.Streamlit() with { HealthPath = "/_stcore/health" });

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict), result.Reason);
        Assert.That(server.Connections, Is.EqualTo(health == 200 ? 2 : 1));
    }

    [TestCase(Tornado)]
    [TestCase(Starlette)]
    public void Every_recording_has_its_verdict(string folder) =>
        Assert.That(Sessions.Where(row => folder.Equals(row.Arguments[0])).Select(row => row.Arguments[1]).Append("health.txt"), Is.EquivalentTo(Recording.Names(folder)));

    private static TestCaseData Row(string folder, string file, StreamlitProbeConfig config, string verdict, int? chunks, string? reason) =>
        new TestCaseData(folder, file, config, verdict, chunks, reason).SetArgDisplayNames(folder, file, verdict);
}
