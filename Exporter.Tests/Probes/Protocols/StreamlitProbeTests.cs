using System.Collections.Concurrent;
using System.Net.WebSockets;
using Exporter.Configuration.Client;
using Exporter.Probes;
using Exporter.Probes.Protocols.Streamlit.Wire;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Protocols;

/// <summary>What is sent to a Streamlit app, and what its failures are called.</summary>
public class StreamlitProbeTests
{
    private static readonly ForwardMsg[] Answer =
        [StreamlitMessages.Begin, StreamlitMessages.Chat("assistant", 0, 1), StreamlitMessages.Markdown("hello", 0, 1, 0), StreamlitMessages.End];

    [Test]
    public async Task The_upgrade_is_asked_for_like_any_request_but_without_an_origin()
    {
        var requests = new ConcurrentQueue<string>();
        await using var server = ScriptedStreamlit.Serving(
            async app =>
            {
                await app.ReadAsync();
                await app.SendAsync(StreamlitMessages.ChatPage);
                await app.ReadAsync();
                await app.SendAsync(Answer);
                await app.HoldAsync();
            },
            requests);
        var config = ProbeBench.Streamlit(contains: "hello") with { Headers = new([new HeaderConfig("X-Tenant", "a")]) };

        var result = await ProbeBench.AskAsync(new Uri(server.Url, "/base"), config);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(requests.Single(), Does.StartWith("GET /base/_stcore/stream HTTP/1.1\r\n"));
        Assert.That(requests.Single(), Does.Contain("Upgrade: websocket\r\n").And.Contain("Sec-WebSocket-Version: 13\r\n").And.Contain("X-Tenant: a\r\n").And.Contain("User-Agent: modelhost-exporter"));
        Assert.That(requests.Single(), Does.Not.Contain("Origin"));
    }

    // The first two are the bytes of the protocol's description; versions from 1.43 on are written, not recorded.
    [TestCase("1.39.0", "5A1912170A150A0D242449442D6162632D4E6F6E6572040A026869")]
    [TestCase("1.42.2", "5A1912170A150A0D242449442D6162632D4E6F6E6572040A026869")]
    [TestCase("1.43.0", "5A1912170A150A0D242449442D6162632D4E6F6E657A040A026869")]
    [TestCase("2.0.0", "5A1912170A150A0D242449442D6162632D4E6F6E657A040A026869")]
    [TestCase("unknown", "5A1912170A150A0D242449442D6162632D4E6F6E6572040A026869")]
    public async Task The_version_decides_how_the_prompt_is_sent(string version, string bytes)
    {
        var sent = new TaskCompletionSource<byte[]>();
        var closed = new TaskCompletionSource<byte[]>();
        await using var server = ScriptedStreamlit.Serving(async app =>
        {
            await app.ReadAsync();
            await app.SendAsync(StreamlitMessages.BeginOf(version), StreamlitMessages.Input, StreamlitMessages.End);
            sent.SetResult(await app.ReadAsync());
            await app.SendAsync(Answer);
            closed.SetResult(await app.ReadAsync());
        });

        var result = await ProbeBench.AskAsync(server, ProbeBench.Streamlit("hi"));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(Convert.ToHexString(await sent.Task), Is.EqualTo(bytes));
        Assert.That(await closed.Task, Is.EqualTo(new byte[] { 0x03, 0xE8 }), "the visit ends with a close frame of code 1000");
    }

    [TestCase(null)]
    [TestCase("Send")]
    public async Task An_app_of_a_text_input_is_answered_wherever_its_answer_stands(string? button)
    {
        var sent = new TaskCompletionSource<byte[]>();
        await using var server = ScriptedStreamlit.Serving(async app =>
        {
            await app.ReadAsync();
            await app.SendAsync(StreamlitMessages.Begin, StreamlitMessages.TextInput("Question", "t"), StreamlitMessages.Button("Send", "b"), StreamlitMessages.Markdown("Ask me.", 0, 1), StreamlitMessages.End);
            sent.SetResult(await app.ReadAsync());
            await app.SendAsync(StreamlitMessages.Begin, StreamlitMessages.Markdown("Ask me.", 0, 1), StreamlitMessages.Markdown("hello", 0, 2), StreamlitMessages.End);
            await app.HoldAsync();
        });

        var result = await ProbeBench.AskAsync(server, ProbeBench.Streamlit("hi", contains: "hello") with { TextInput = "Question", Button = button });

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(result.Stream!.Chunks, Is.EqualTo(1));
        var widgets = BackMsg.Parser.ParseFrom(await sent.Task).RerunScript.WidgetStates.Widgets;
        Assert.That(widgets[0], Is.EqualTo(new WidgetState { Id = "t", StringValue = "hi" }));
        Assert.That(widgets.Skip(1), Is.EqualTo(button is null ? [] : new[] { new WidgetState { Id = "b", TriggerValue = true } }));
    }

    [TestCase(null, null, "the page has no chat input; it has the text inputs 'Question'")]
    [TestCase("Other", null, "the page has no text input 'Other'; it has the text inputs 'Question'")]
    [TestCase("Question", "Send", "the page has no button 'Send'; it has no buttons")]
    public async Task A_page_without_what_is_to_be_used_says_what_it_has(string? textInput, string? button, string reason)
    {
        await using var server = ScriptedStreamlit.App([StreamlitMessages.Begin, StreamlitMessages.TextInput("Question", "t"), StreamlitMessages.End]);

        var result = await ProbeBench.AskAsync(server, ProbeBench.Streamlit() with { TextInput = textInput, Button = button });

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("protocol_error other"));
        Assert.That(result.Reason, Is.EqualTo(reason));
    }

    [Test]
    public async Task A_disabled_chat_input_is_a_failure()
    {
        var disabled = StreamlitMessages.Shown(new Element { ChatInput = new ChatInput { Id = "c", Disabled = true } }, 3, 0);
        await using var server = ScriptedStreamlit.App([StreamlitMessages.Begin, disabled, StreamlitMessages.End]);

        Assert.That((await ProbeBench.AskAsync(server, ProbeBench.Streamlit())).Reason, Is.EqualTo("the chat input of the page is disabled"));
    }

    [Test]
    public async Task A_script_that_fails_while_the_page_loads_is_named()
    {
        await using var server = ScriptedStreamlit.App([StreamlitMessages.Begin, StreamlitMessages.Raised("torch.OutOfMemoryError", "CUDA out of memory"), StreamlitMessages.End]);

        var result = await ProbeBench.AskAsync(server, ProbeBench.Streamlit());

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("protocol_error out_of_memory"));
        Assert.That(result.Reason, Is.EqualTo("the app's script raised when the page was opened: torch.OutOfMemoryError: CUDA out of memory"));
    }

    [Test]
    public async Task A_script_that_does_not_compile_is_named()
    {
        var raised = new RaisedException { Type = "SyntaxError", Message = "invalid syntax" };
        await using var told = ScriptedStreamlit.App([StreamlitMessages.Begin, new ForwardMsg { SessionEvent = new SessionEvent { ScriptCompilationException = raised } }]);
        await using var untold = ScriptedStreamlit.App([StreamlitMessages.Begin, StreamlitMessages.EndOf(ScriptFinishedStatus.FinishedWithCompileError)]);

        var one = await ProbeBench.AskAsync(told, ProbeBench.Streamlit());
        var other = await ProbeBench.AskAsync(untold, ProbeBench.Streamlit());

        Assert.That(ProbeBench.Verdict(one), Is.EqualTo("protocol_error stream_error"));
        Assert.That(one.Reason, Is.EqualTo("the app's script does not compile when the page was opened: SyntaxError: invalid syntax"));
        Assert.That(ProbeBench.Verdict(other), Is.EqualTo("protocol_error stream_error"));
    }

    [TestCase(403, "<html><title>403: Forbidden</title></html>", "http_error http_4xx", "status 403: 403: Forbidden")]
    [TestCase(503, "unavailable", "http_error http_5xx", "status 503: unavailable")]
    [TestCase(302, "", "protocol_error other", "no WebSocket of a Streamlit app: status 302 instead of a WebSocket")]
    public async Task A_refused_upgrade_has_its_name(int status, string body, string verdict, string reason)
    {
        await using var server = ScriptedServer.Answering(status, body, "text/html");

        var result = await ProbeBench.AskAsync(server, ProbeBench.Streamlit());

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict));
        Assert.That(result.Reason, Is.EqualTo(reason));
    }

    [Test]
    public async Task An_upgrade_that_answers_another_key_is_refused()
    {
        await using var server = ScriptedServer.Sending("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n");

        var result = await ProbeBench.AskAsync(server, ProbeBench.Streamlit());

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("protocol_error other"));
        Assert.That(result.Reason, Does.EndWith("Sec-WebSocket-Accept does not answer the key that was sent"));
    }

    [TestCase("end")]
    [TestCase("reset")]
    [TestCase("close frame")]
    [TestCase("half a frame")]
    public async Task A_conversation_that_is_cut_inside_the_answer_is_truncated(string how)
    {
        var seen = new TaskCompletionSource();
        await using var server = ScriptedStreamlit.Serving(async app =>
        {
            await app.ReadAsync();
            await app.SendAsync(StreamlitMessages.ChatPage);
            await app.ReadAsync();
            await app.SendAsync(Answer[..3]);
            await seen.Task;
            switch (how)
            {
                case "reset":
                    app.Reset();
                    break;
                case "close frame":
                    await app.SendAsync(WebSocketMessageType.Close, [0x03, 0xE9]);
                    await app.HoldAsync();
                    break;
                case "half a frame":
                    await app.SendRawAsync([0x82, 50, 1, 2, 3]);
                    break;
                default:
                    break;
            }
        });
        using var probe = ProbeFactory.Create(ProbeBench.Target(server.Url), ProbeBench.Streamlit());
        var run = new ProbeRun(TimeProvider.System);
        var asking = ProbeBench.AskAsync(probe, run);
        await Eventually.IsTrueAsync(() => run.Stage == ProbeStage.Generating, "the first token was seen");
        seen.SetResult();

        var result = await asking;

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("protocol_error stream_truncated"), result.Reason);
        Assert.That(result.Reason, Is.EqualTo("the server closed the connection after 1 chunk of the answer, before the script had ended"));
    }

    [Test]
    public async Task A_conversation_that_is_cut_while_the_page_loads_says_so()
    {
        await using var server = ScriptedStreamlit.Serving(async app =>
        {
            await app.ReadAsync();
            await app.SendAsync(StreamlitMessages.Begin);
        });

        Assert.That(
            (await ProbeBench.AskAsync(server, ProbeBench.Streamlit())).Reason,
            Is.EqualTo("the server closed the connection while the page was loading, before the script had ended"));
    }

    [Test]
    public async Task What_is_no_message_of_Streamlit_is_a_protocol_error()
    {
        await using var text = ScriptedStreamlit.Serving(app => app.SendAsync(WebSocketMessageType.Text, "hello"u8.ToArray()));
        await using var noProtobuf = ScriptedStreamlit.Serving(app => app.SendAsync(WebSocketMessageType.Binary, [0x0A, 0x7F]));
        await using var noFrame = ScriptedStreamlit.Serving(async app =>
        {
            await app.SendRawAsync([0xF2, 0x01, 0x00]);
            await app.HoldAsync();
        });

        foreach (var server in new[] { text, noProtobuf, noFrame })
        {
            var result = await ProbeBench.AskAsync(server, ProbeBench.Streamlit());
            Assert.That(ProbeBench.Verdict(result), Is.EqualTo("protocol_error other"), result.Reason);
        }
    }

    [Test]
    public async Task A_visit_over_its_limit_is_given_up()
    {
        await using var server = ScriptedStreamlit.App([StreamlitMessages.Begin, StreamlitMessages.Markdown(new string('x', 3000), 0, 0), .. StreamlitMessages.ChatPage]);

        var result = await ProbeBench.AskAsync(server, ProbeBench.Streamlit() with { BodySizeLimitBytes = 2048 });

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("protocol_error body_too_large"));
    }

    [TestCase(false, "timeout timeout_total: time-out of 30s while the answer came in")]
    [TestCase(true, "timeout timeout_first_token: time-out of 30s waiting for the first token")]
    public async Task A_script_that_hangs_ends_in_a_time_out(bool loads, string expected)
    {
        var reached = false;
        await using var server = ScriptedStreamlit.Serving(async app =>
        {
            await app.ReadAsync();
            if (loads)
            {
                await app.SendAsync(StreamlitMessages.ChatPage);
                await app.ReadAsync();
            }

            Volatile.Write(ref reached, true);
            await app.HoldAsync();
        });

        Assert.That(await Hang.UntilTimeOutAsync(server.Url, ProbeBench.Streamlit(), ProbeStage.Receiving, () => Volatile.Read(ref reached)), Is.EqualTo(expected));
    }
}
