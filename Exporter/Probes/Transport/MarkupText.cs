using System.Text;

namespace Exporter.Probes.Transport;

/// <summary>What a person reads on an error page: proxies and frameworks explain themselves in HTML.</summary>
internal static class MarkupText
{
    /// <summary>Far more than a reason shows; a page can be made of nothing but tags.</summary>
    private const int Enough = 2000;

    private static readonly string[] Unread = ["style", "script"];

    /// <summary>The text between the tags; any other text as it is. Good enough for a reason, not for a browser.</summary>
    public static string Of(string body)
    {
        if (!body.AsSpan().TrimStart().StartsWith('<'))
        {
            return body;
        }

        var text = new StringBuilder();
        for (var at = 0; at < body.Length && text.Length < Enough;)
        {
            var open = body.IndexOf('<', at);
            text.Append(body.AsSpan(at, (open < 0 ? body.Length : open) - at));
            if (open < 0)
            {
                break;
            }

            // A tag parts words.
            text.Append(' ');
            at = EndOfTag(body, open);
        }

        return text.ToString().Trim() is { Length: > 0 } found ? System.Net.WebUtility.HtmlDecode(found) : body;
    }

    /// <summary>Where the text goes on after the tag at <paramref name="open"/>; of a style or script after its end.</summary>
    private static int EndOfTag(string body, int open)
    {
        foreach (var name in Unread)
        {
            if (string.Compare(body, open + 1, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) == 0
                && body.IndexOf($"</{name}", open, StringComparison.OrdinalIgnoreCase) is var end and >= 0)
            {
                open = end;
            }
        }

        var close = body.IndexOf('>', open);
        return close < 0 ? body.Length : close + 1;
    }
}
