using Exporter.Probes.Protocols.Streamlit.Wire;

namespace Exporter.Probes.Protocols.Streamlit;

/// <summary>
/// Tells the answer from everything else that a page shows. An app sends its whole page anew for every run of its script, and
/// the whole answer so far for every piece of it.
/// </summary>
/// <remarks>
/// What stands in a chat message of anybody but the user is answer, unless it stood there before the prompt was sent. A page
/// without chat messages answers with whatever text is new; on a page with a chat input that is known only at the end.
/// </remarks>
/// <param name="run">Told of every piece.</param>
/// <param name="prompt">Its echo is no answer.</param>
/// <param name="expectsChat">Whether the page is expected to answer in chat messages.</param>
internal sealed class StreamlitAnswer(ProbeRun run, string prompt, bool expectsChat)
{
    /// <summary>Blocks that apps draw behind a growing answer, as a terminal would.</summary>
    private const string Cursors = "▕▌█▏▎▍▋▊▉";

    private readonly HashSet<(string Path, string Text)> shownBefore = [];
    private readonly HashSet<string> counted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> speakers = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, string> answer = new(StringComparer.Ordinal);
    private readonly List<(string Path, string Text, long Timestamp)> undecided = [];

    /// <summary>The answer as the page shows it now.</summary>
    public string Text => string.Join('\n', answer.Values);

    /// <summary>What an element says; null for one that shows no text.</summary>
    public static string? TextOf(Element element) => element.TypeCase switch
    {
        Element.TypeOneofCase.Text => element.Text.Body,
        Element.TypeOneofCase.Markdown => element.Markdown.Body,
        Element.TypeOneofCase.Code => element.Code.Body,
        Element.TypeOneofCase.Json => element.Json.Body,
        Element.TypeOneofCase.Html => element.Html.Body,
        _ => null,
    };

    /// <summary>The page before the prompt is sent.</summary>
    public void ShownBefore(IList<uint> path, string text) => shownBefore.Add((Key(path, path.Count), Clean(text)));

    /// <summary>The script begins to run: it will send the whole page again.</summary>
    public void Rerun()
    {
        speakers.Clear();
        answer.Clear();
        undecided.Clear();
    }

    public void AddBlock(IList<uint> path, Block block)
    {
        if (block.ChatMessage is { } message)
        {
            speakers[Key(path, path.Count)] = message.Name;
        }
    }

    /// <param name="timestamp">When the bytes of the element were read.</param>
    public void AddElement(IList<uint> path, Element element, long timestamp)
    {
        var place = Key(path, path.Count);
        var text = Clean(TextOf(element) ?? string.Empty);
        if (text.Length == 0)
        {
            answer.Remove(place);
        }
        else if (text != prompt.Trim() && !shownBefore.Contains((place, text)))
        {
            Add(path, place, text, timestamp);
        }
    }

    /// <summary>The script has come to its end: a page without any chat message has answered outside of one.</summary>
    public void Finish()
    {
        if (speakers.Count == 0)
        {
            undecided.ForEach(piece => Count(piece.Path, piece.Text, piece.Timestamp));
        }

        undecided.Clear();
    }

    private void Add(IList<uint> path, string place, string text, long timestamp)
    {
        var speaker = SpeakerOf(path);
        if (speaker is null && expectsChat)
        {
            undecided.Add((place, text, timestamp));
        }
        else if (speaker is not ("user" or "human"))
        {
            Count(place, text, timestamp);
        }
    }

    private void Count(string place, string text, long timestamp)
    {
        answer[place] = text;
        // A script that reruns itself shows again what it has said already.
        if (counted.Add(text))
        {
            run.TokenReceived(timestamp, isOutput: true);
        }
    }

    /// <summary>Whose chat message holds the element; null where it stands in none.</summary>
    private string? SpeakerOf(IList<uint> path)
    {
        for (var length = path.Count - 1; length > 0; length--)
        {
            if (speakers.TryGetValue(Key(path, length), out var name))
            {
                return name;
            }
        }

        return null;
    }

    private static string Clean(string text) => text.Trim().TrimEnd(Cursors.ToCharArray()).TrimEnd();

    private static string Key(IList<uint> path, int length) => string.Join('.', path.Take(length));
}
