using Exporter.Configuration.Traffic;

namespace Exporter.Traffic.Logs.Lines;

/// <summary>
/// The combined format of nginx and gunicorn: <c>addr - user [time] "request" status bytes "referer" "user agent"</c>, and behind it
/// whatever the operator appended, among which the first number is the duration.
/// </summary>
/// <remarks>
/// nginx writes a quote as <c>\x22</c>, gunicorn as <c>\"</c>; in neither can a request hold what ends it here, since a space never
/// follows a status inside a request target.
/// </remarks>
/// <param name="unit">Of the appended number; null lets its form decide.</param>
internal sealed class CombinedLineParser(DurationUnit? unit) : IAccessLineParser
{
    public bool TryParse(ReadOnlySpan<byte> line, out AccessLine access)
    {
        access = default;
        var start = line.IndexOf("] \""u8);
        if (start < 0 || !line[..start].Contains((byte)'['))
        {
            return false;
        }

        var rest = line[(start + 3)..];
        var end = EndOfRequest(rest, out access.Status);
        if (end < 0)
        {
            return false;
        }

        RequestLine.Read(rest[..end], ref access);
        var tail = rest[Math.Min(rest.Length, end + 6)..];
        tail = AfterWord(tail);
        tail = tail[ReadAgent(tail, ref access)..];
        access.DurationSeconds = Duration(tail);
        return true;
    }

    /// <summary>Where the quote stands behind which a status follows.</summary>
    private static int EndOfRequest(ReadOnlySpan<byte> rest, out int status)
    {
        status = 0;
        for (var at = 0; rest[at..].IndexOf("\" "u8) is >= 0 and var found; at += found + 2)
        {
            if (LineFields.TryStatus(rest[(at + found + 2)..], out status))
            {
                return at + found;
            }
        }

        return -1;
    }

    private static ReadOnlySpan<byte> AfterWord(ReadOnlySpan<byte> text)
    {
        var space = text.IndexOf((byte)' ');
        return space < 0 ? [] : text[(space + 1)..];
    }

    /// <returns>Where referer and User-Agent end; 0 where the format has neither.</returns>
    private static int ReadAgent(ReadOnlySpan<byte> tail, ref AccessLine access)
    {
        var between = tail.IndexOf("\" \""u8);
        if (tail.IsEmpty || tail[0] != '"' || between < 0)
        {
            return 0;
        }

        var agent = tail[(between + 3)..];
        var end = EndOfQuoted(agent);
        if (end < 0)
        {
            return 0;
        }

        access.HasUserAgent = true;
        access.UserAgent = agent[..end];
        return between + 3 + end + 1;
    }

    private static int EndOfQuoted(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                return i;
            }
        }

        // gunicorn does not escape a backslash: an agent may end in one.
        return text.LastIndexOf((byte)'"');
    }

    private double? Duration(ReadOnlySpan<byte> tail)
    {
        foreach (var range in tail.Split((byte)' '))
        {
            var word = tail[range];
            var equals = word.IndexOf((byte)'=');
            if (equals > 0 && !IsDurationKey(word[..equals]))
            {
                continue;
            }

            // An upstream's list of times ends with a comma where there are several.
            if (LineFields.TryNumber(word[(equals + 1)..].Trim("\","u8), out var number, out var hasPoint))
            {
                return number * Factor(hasPoint);
            }
        }

        return null;
    }

    private static bool IsDurationKey(ReadOnlySpan<byte> key) =>
        key.SequenceEqual("rt"u8) || key.SequenceEqual("request_time"u8) || key.SequenceEqual("duration"u8) || key.SequenceEqual("time"u8);

    private double Factor(bool hasPoint) => (unit ?? (hasPoint ? DurationUnit.Seconds : DurationUnit.Microseconds)) switch
    {
        DurationUnit.Seconds => 1,
        DurationUnit.Milliseconds => 1e-3,
        DurationUnit.Microseconds => 1e-6,
    };
}
