using Exporter.Configuration;
using Exporter.Probes;
using Exporter.Probes.Protocols.Streamlit;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Protocols;

/// <summary>Sessions recorded with a real Streamlit 1.39, played back against verdicts written by hand beforehand.</summary>
public class StreamlitReplayTests
{
    private const string Folder = "streamlit-1.39";

    // file, verdict, chunks, reason
    private static readonly TestCaseData[] Sessions =
    [
        Row("ws_exchange.txt", "success -", 11, null),
        // The script ends FINISHED_SUCCESSFULLY all the same.
        Row("ws_exchange_script_exception.txt", "protocol_error stream_error", null, "the app's script raised: AttributeError: module 'pyarrow' has no attribute '__version__'"),
    ];

    [TestCaseSource(nameof(Sessions))]
    public async Task A_recorded_session_is_judged_right_and_the_probe_sends_what_was_sent(string file, string verdict, int? chunks, string? reason)
    {
        var sent = new List<byte[]>();
        await using var server = ScriptedStreamlit.Serving(async app =>
        {
            foreach (var line in StreamlitRecording.Read(file))
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

        var result = await ProbeBench.AskAsync(server, ProbeBench.Streamlit());

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict), result.Reason);
        Assert.That(result.Tokens?.Output, Is.EqualTo(chunks));
        Assert.That(result.Reason, Is.EqualTo(reason));
        Assert.That(sent, Is.EqualTo(StreamlitRecording.Read(file).Select(line => line.Sent).OfType<byte[]>()));
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
        foreach (var line in StreamlitRecording.Read("ws_exchange.txt"))
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

    [Test]
    public async Task The_health_page_is_well_and_is_no_WebSocket()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await Recording.PlayAsync(connection, Folder, "health.txt");
        });

        var health = await ProbeBench.AskAsync(server, ProbeBench.Http(new HttpExpectConfig { BodyMatches = new(["^ok$"]) }));
        var page = await ProbeBench.AskAsync(server, ProbeBench.Streamlit());

        Assert.That(ProbeBench.Verdict(health), Is.EqualTo("success -"), health.Reason);
        Assert.That(ProbeBench.Verdict(page), Is.EqualTo("protocol_error other"));
        Assert.That(page.Reason, Is.EqualTo("no WebSocket of a Streamlit app: status 200 instead of a WebSocket"));
    }

    [Test]
    public void Every_recording_has_its_verdict() =>
        Assert.That(Sessions.Select(row => row.Arguments[0]).Append("health.txt"), Is.EquivalentTo(Recording.Names(Folder)));

    private static TestCaseData Row(string file, string verdict, int? chunks, string? reason) =>
        new TestCaseData(file, verdict, chunks, reason).SetArgDisplayNames(file, verdict);
}
