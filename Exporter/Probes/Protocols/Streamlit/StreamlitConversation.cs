using Exporter.Configuration.Probes;
using Exporter.Probes.Protocols.Streamlit.Wire;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols.Streamlit;

/// <summary>One visit to a Streamlit page, message by message: the page is loaded, the prompt is sent, the answer grows, the script ends.</summary>
internal sealed class StreamlitConversation(StreamlitProbeConfig config, ProbeRun run)
{
    private readonly StreamlitWidgets widgets = new();
    private readonly StreamlitAnswer answer = new(run, config.Prompt, expectsChat: config.TextInput is null);
    private bool asked;
    private bool running;
    private string? alert;

    /// <summary>The page is there, and the prompt can be sent.</summary>
    public bool IsLoaded { get; private set; }

    /// <summary>The script has run to its end with the prompt.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>The answer as the page shows it.</summary>
    public string Text => answer.Text;

    /// <summary>The message that sends the prompt.</summary>
    /// <param name="failure">Why there is none; null where there is one.</param>
    public byte[] Ask(out ProbeResult? failure)
    {
        failure = widgets.Objection(config) is { } objection ? run.Fail(ProbeErrorType.Other, objection) : null;
        asked = true;
        return failure is null ? widgets.Send(config) : [];
    }

    /// <param name="timestamp">When the bytes of the message were read.</param>
    /// <returns>The failure that ends the visit; null to go on.</returns>
    public ProbeResult? Take(ForwardMsg message, long timestamp)
    {
        switch (message.TypeCase)
        {
            case ForwardMsg.TypeOneofCase.NewSession:
                widgets.Version ??= message.NewSession.Initialize?.EnvironmentInfo?.StreamlitVersion;
                answer.Rerun();
                running = true;
                return null;
            case ForwardMsg.TypeOneofCase.Delta:
                return TakeDelta(message.Metadata?.DeltaPath ?? [], message.Delta, timestamp);
            case ForwardMsg.TypeOneofCase.SessionEvent:
                return message.SessionEvent.ScriptCompilationException is { } raised ? Raised(raised, "does not compile") : null;
            case ForwardMsg.TypeOneofCase.ScriptFinished when running:
                return Finished(message.ScriptFinished);
            default:
                return null;
        }
    }

    /// <summary>The verdict on a page that ended its script without an answer; null where there is one.</summary>
    public ProbeResult? JudgeSilence()
    {
        if (run.Stream is { Chunks: > 0 })
        {
            return null;
        }

        return run.Fail(ProbeErrorType.Other, alert is null
            ? "the script ran to its end without an answer to the prompt"
            : $"the script ran to its end without an answer to the prompt; the page says: {alert}");
    }

    private ProbeResult? TakeDelta(IList<uint> path, Delta delta, long timestamp)
    {
        if (delta.TypeCase == Delta.TypeOneofCase.AddBlock)
        {
            answer.AddBlock(path, delta.AddBlock);
        }

        if (delta.TypeCase != Delta.TypeOneofCase.NewElement)
        {
            return null;
        }

        var element = delta.NewElement;
        if (element.Exception is { } raised)
        {
            return Raised(raised, "raised");
        }

        if (asked)
        {
            alert = element.Alert?.Body ?? alert;
            answer.AddElement(path, element, timestamp);
        }
        else
        {
            widgets.Note(element);
            answer.ShownBefore(path, StreamlitAnswer.TextOf(element) ?? string.Empty);
        }

        return null;
    }

    private ProbeResult? Finished(ScriptFinishedStatus status)
    {
        if (status == ScriptFinishedStatus.FinishedWithCompileError)
        {
            return run.Fail(ProbeErrorType.StreamError, $"the app's script does not compile{When}");
        }

        if (status == ScriptFinishedStatus.FinishedEarlyForRerun)
        {
            // The script asked to be run again; what it has to say comes then.
            return null;
        }

        running = false;
        IsLoaded = true;
        IsAnswered = asked;
        if (asked)
        {
            answer.Finish();
        }

        return null;
    }

    /// <summary>An app that fails ends its script successfully and shows the exception on its page.</summary>
    private ProbeResult Raised(RaisedException raised, string what)
    {
        var error = ErrorAnswer.IsOutOfMemory($"{raised.Type}: {raised.Message}") ? ProbeErrorType.OutOfMemory : ProbeErrorType.StreamError;
        return run.Fail(error, $"the app's script {what}{When}: {raised.Type}: {raised.Message}");
    }

    private string When => asked ? string.Empty : " when the page was opened";
}
