using System.Text.Json;

namespace Exporter.Probes.Protocols.Gradio;

/// <summary>
/// The answer of a function as it grows. Every piece is the whole answer so far, so one counts as generated material only where
/// the text has changed.
/// </summary>
/// <param name="pointer">JSON Pointer to the answer among the outputs.</param>
/// <param name="streams">Whether the function is known to stream; the answer of one that does not is no first token.</param>
internal sealed class GradioAnswer(ProbeRun run, string pointer, bool streams)
{
    private string text = string.Empty;
    private bool generated = streams;

    /// <summary>The outputs when the function had ended; null before.</summary>
    public JsonElement? Final { get; private set; }

    /// <param name="outputs">All outputs of the function.</param>
    /// <param name="timestamp">When their bytes were read.</param>
    public void Take(JsonElement outputs, long timestamp, bool isLast)
    {
        generated |= !isLast;
        Final = isLast ? outputs.Clone() : null;
        var now = GradioText.Of(outputs, pointer);
        if (generated && now.Length > 0 && now != text)
        {
            run.TokenReceived(timestamp, isOutput: true);
            text = now;
        }
    }
}
