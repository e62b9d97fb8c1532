using Exporter.Probes;
using Exporter.Probes.Protocols.Streamlit;
using Exporter.Probes.Protocols.Streamlit.Wire;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;
using static Exporter.Tests.Probes.Support.StreamlitMessages;

namespace Exporter.Tests.Probes.Protocols;

/// <summary>What on a page is the answer: pages written after the ways in which chat apps are made.</summary>
public class StreamlitConversationTests
{
    private static readonly ForwardMsg Greeting = Markdown("How can I help?", 0, 1, 0);

    private readonly ManualTimeProvider clock = new();

    [Test]
    public void A_history_and_the_echo_of_the_prompt_are_no_answer()
    {
        var (text, chunks) = Answer(
            [Begin, Chat("assistant", 0, 1), Greeting, Input, End],
            Begin, Chat("assistant", 0, 1), Greeting, Chat("user", 0, 2), Markdown("hi", 0, 2, 0), Chat("assistant", 0, 3), Markdown("a", 0, 3, 0), Markdown("a b", 0, 3, 0), End);

        Assert.That((text, chunks), Is.EqualTo(("a b", 2)));
    }

    [Test]
    public void An_answer_may_say_what_the_greeting_said()
    {
        var (text, chunks) = Answer([Begin, Chat("assistant", 0, 1), Greeting, Input, End], Begin, Chat("assistant", 0, 1), Greeting, Chat("Bot", 0, 2), Markdown("How can I help?", 0, 2, 0), End);

        Assert.That((text, chunks), Is.EqualTo(("How can I help?", 1)));
    }

    [Test]
    public void A_script_that_runs_itself_again_counts_nothing_twice()
    {
        var (text, chunks) = Answer(
            [Begin, EndOf(ScriptFinishedStatus.FinishedEarlyForRerun), Begin, Input, End],
            Begin, Chat("assistant", 0, 1), Markdown("a", 0, 1, 0), EndOf(ScriptFinishedStatus.FinishedEarlyForRerun),
            Begin, Chat("assistant", 0, 5), Markdown("a", 0, 5, 0), End);

        Assert.That((text, chunks), Is.EqualTo(("a", 1)));
    }

    [TestCase("▕")]
    [TestCase(" ▌ ")]
    [TestCase("")]
    public void A_cursor_alone_is_nothing(string cursor)
    {
        var (text, chunks) = Answer(ChatPage, Begin, Chat("assistant", 0, 1), Markdown(cursor, 0, 1, 0), Markdown($"a {cursor}", 0, 1, 0), Markdown("a", 0, 1, 0), End);

        Assert.That((text, chunks), Is.EqualTo(("a", 1)));
    }

    [Test]
    public void Several_elements_of_a_message_are_one_answer_and_a_placeholder_goes()
    {
        var (text, _) = Answer(
            ChatPage,
            Begin, Chat("assistant", 0, 1), Markdown("Thinking…", 0, 1, 0), Markdown("one", 0, 1, 1), Shown(new Element(), 0, 1, 0), Shown(new Element { Code = new ShownText { Body = "two" } }, 0, 1, 2), End);

        Assert.That(text, Is.EqualTo("one\ntwo"));
    }

    [Test]
    public void What_changes_beside_the_chat_is_no_answer()
    {
        var (text, chunks) = Answer(ChatPage, Begin, Markdown("12:00:01", 0, 0), Chat("user", 0, 1), Markdown("hi", 0, 1, 0), Chat("assistant", 0, 2), Markdown("a", 0, 2, 0), End);

        Assert.That((text, chunks), Is.EqualTo(("a", 1)));
    }

    [Test]
    public void A_page_without_chat_messages_answers_with_what_is_new()
    {
        var page = new[] { Begin, Markdown("Ask me.", 0, 0), Input, End };

        Assert.That(Answer(page, Begin, Markdown("Ask me.", 0, 0), Markdown("a", 0, 1), End), Is.EqualTo(("a", 1)));
    }

    [Test]
    public void A_silent_script_is_a_failure_with_what_the_page_says()
    {
        var silent = Judge(ChatPage, Begin, Chat("user", 0, 1), Markdown("hi", 0, 1, 0), End);
        var alerting = Judge(ChatPage, Begin, Shown(new Element { Alert = new ShownText { Body = "No API key." } }, 0, 1), End);

        Assert.That(ProbeBench.Verdict(silent!), Is.EqualTo("protocol_error other"));
        Assert.That(silent!.Reason, Is.EqualTo("the script ran to its end without an answer to the prompt"));
        Assert.That(alerting!.Reason, Is.EqualTo("the script ran to its end without an answer to the prompt; the page says: No API key."));
    }

    [Test]
    public void The_end_of_an_earlier_run_is_not_the_end_of_the_answer()
    {
        var run = new ProbeRun(clock);
        var conversation = Loaded(run, ChatPage);

        conversation.Take(End, clock.GetTimestamp());

        Assert.That(conversation.IsAnswered, Is.False);
    }

    private (string Text, int Chunks) Answer(ForwardMsg[] page, params ForwardMsg[] messages)
    {
        var run = new ProbeRun(clock);
        var conversation = Loaded(run, page);
        Assert.That(messages.Select(message => conversation.Take(message, clock.GetTimestamp())), Has.All.Null);
        Assert.That(conversation.IsAnswered, Is.True);
        Assert.That(conversation.JudgeSilence(), Is.Null);
        return (conversation.Text, run.Stream!.Chunks);
    }

    private ProbeResult? Judge(ForwardMsg[] page, params ForwardMsg[] messages)
    {
        var conversation = Loaded(new ProbeRun(clock), page);
        Assert.That(messages.Select(message => conversation.Take(message, clock.GetTimestamp())), Has.All.Null);
        return conversation.JudgeSilence();
    }

    private StreamlitConversation Loaded(ProbeRun run, ForwardMsg[] page)
    {
        run.Begin();
        var conversation = new StreamlitConversation(ProbeBench.Streamlit("hi"), run);
        Assert.That(page.Select(message => conversation.Take(message, clock.GetTimestamp())), Has.All.Null);
        Assert.That(conversation.IsLoaded, Is.True);
        conversation.Ask(out var failure);
        Assert.That(failure, Is.Null);
        run.BeginStream(clock.GetTimestamp());
        return conversation;
    }
}
