using System.Text;

namespace Exporter.Traffic.Logs.Lines;

/// <summary>From a path to the configured route that it belongs to.</summary>
internal sealed class RouteTable(IEnumerable<string> templates)
{
    /// <summary>Every path that no template matches.</summary>
    public const string Other = "other";

    private readonly (string Template, byte[][] Segments)[] routes =
        [.. templates.Select(static t => (t, t[1..].Split('/').Select(Encoding.UTF8.GetBytes).ToArray()))];

    /// <param name="target">A request's target: a path, with or without query, or a whole URL.</param>
    public string LabelOf(ReadOnlySpan<byte> target)
    {
        var path = PathOf(target);
        if (path.IsEmpty || path[0] != '/')
        {
            return Other;
        }

        foreach (var (template, segments) in routes)
        {
            if (Matches(segments, path[1..]))
            {
                return template;
            }
        }

        return Other;
    }

    /// <summary>The path alone: neither query nor fragment, nor the origin that a proxy's client puts before it.</summary>
    public static ReadOnlySpan<byte> PathOf(ReadOnlySpan<byte> target)
    {
        if (target.IndexOf("://"u8) is > 0 and var scheme && !target[..scheme].Contains((byte)'/'))
        {
            var slash = target[(scheme + 3)..].IndexOf((byte)'/');
            target = slash < 0 ? "/"u8 : target[(scheme + 3 + slash)..];
        }

        var end = target.IndexOfAny((byte)'?', (byte)'#');
        return end < 0 ? target : target[..end];
    }

    private static bool Matches(byte[][] segments, ReadOnlySpan<byte> path)
    {
        for (var i = 0; i < segments.Length; i++)
        {
            var (segment, isLast) = (segments[i], i == segments.Length - 1);
            if (isLast && segment is [(byte)'*'])
            {
                return true;
            }

            var slash = path.IndexOf((byte)'/');
            if (isLast != slash < 0)
            {
                return false;
            }

            var part = slash < 0 ? path : path[..slash];
            var isPlaceholder = segment is [(byte)'{', .., (byte)'}'];
            if (isPlaceholder ? part.IsEmpty : !part.SequenceEqual(segment))
            {
                return false;
            }

            path = slash < 0 ? [] : path[(slash + 1)..];
        }

        return true;
    }
}
