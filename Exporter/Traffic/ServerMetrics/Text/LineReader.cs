using System.Text;

namespace Exporter.Traffic.ServerMetrics.Text;

/// <summary>Reads one line of an exposition from left to right.</summary>
internal ref struct LineReader(ReadOnlySpan<byte> line)
{
    private readonly ReadOnlySpan<byte> line = line;
    private int position;

    public readonly bool IsAtEnd => position >= line.Length;

    public readonly byte Current => position < line.Length ? line[position] : (byte)'\n';

    /// <summary>What was read so far.</summary>
    public readonly ReadOnlySpan<byte> Read => line[..position];

    public readonly ReadOnlySpan<byte> Rest => line[position..];

    public void SkipBlanks()
    {
        while (Current is (byte)' ' or (byte)'\t')
        {
            position++;
        }
    }

    public bool TrySkip(byte expected)
    {
        if (Current != expected)
        {
            return false;
        }

        position++;
        return true;
    }

    /// <summary>A name of metrics, or of labels where colons are not allowed; empty where there is none.</summary>
    public ReadOnlySpan<byte> Name(bool withColons)
    {
        var start = position;
        while (IsOfName(Current, withColons, isFirst: position == start))
        {
            position++;
        }

        return line[start..position];
    }

    /// <summary>Up to the next blank or the end.</summary>
    public ReadOnlySpan<byte> Word()
    {
        var start = position;
        while (!IsAtEnd && Current is not ((byte)' ' or (byte)'\t'))
        {
            position++;
        }

        return line[start..position];
    }

    /// <summary>Passes over <c>{…}</c> with regard to quotes; false where it does not end.</summary>
    public bool TrySkipLabels()
    {
        var quoted = false;
        for (; position < line.Length; position++)
        {
            var octet = line[position];
            if (octet == '\\' && quoted)
            {
                position++;
            }
            else if (octet == '"')
            {
                quoted = !quoted;
            }
            else if (octet == '}' && !quoted)
            {
                position++;
                return true;
            }
        }

        return false;
    }

    /// <summary>A text in quotes, unescaped; null where it is none.</summary>
    public string? Quoted()
    {
        if (!TrySkip((byte)'"'))
        {
            return null;
        }

        var start = position;
        var hasEscapes = false;
        for (; position < line.Length; position++)
        {
            if (line[position] == '\\')
            {
                hasEscapes = true;
                position++;
            }
            else if (line[position] == '"')
            {
                var text = Encoding.UTF8.GetString(line[start..position]);
                position++;
                return hasEscapes ? Unescaped(text) : text;
            }
        }

        return null;
    }

    /// <summary>Backslash, line end and quote have escapes; any other backslash stands for itself.</summary>
    public static string Unescaped(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var next = i + 1 < text.Length ? text[i + 1] : '\0';
            if (text[i] != '\\' || next is not ('\\' or 'n' or '"'))
            {
                result.Append(text[i]);
                continue;
            }

            result.Append(next == 'n' ? '\n' : next);
            i++;
        }

        return result.ToString();
    }

    private static bool IsOfName(byte octet, bool withColons, bool isFirst) =>
        char.IsAsciiLetter((char)octet) || octet == '_' || (octet == ':' && withColons) || (char.IsAsciiDigit((char)octet) && !isFirst);
}
