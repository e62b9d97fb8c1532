namespace Exporter.Traffic.ServerMetrics.Text;

/// <summary>
/// Names in quotes may hold anything, as <c>{"http.server.duration"} 1</c>; servers send them although we do not ask for them. They
/// are passed on as Prometheus' escaping "underscores" has them, which is what such a server says to everybody else.
/// </summary>
internal static class PlainName
{
    /// <param name="name">Not empty.</param>
    /// <param name="withColons">As names of metrics may have them.</param>
    /// <returns>The name itself where it is plain already; the first character may be no digit.</returns>
    public static string Of(string name, bool withColons)
    {
        return IsPlain(name, withColons)
            ? name
            : string.Concat(name.EnumerateRunes().Select((rune, place) => IsPlain(rune.Value, withColons, isFirst: place == 0) ? (char)rune.Value : '_'));
    }

    private static bool IsPlain(string name, bool withColons)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (!IsPlain(name[i], withColons, isFirst: i == 0))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPlain(int character, bool withColons, bool isFirst) =>
        character < 128 && (char.IsAsciiLetter((char)character) || character == '_' || (character == ':' && withColons) || (!isFirst && char.IsAsciiDigit((char)character)));
}
