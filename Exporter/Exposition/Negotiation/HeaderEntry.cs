using System.Globalization;

namespace Exporter.Exposition.Negotiation;

/// <summary>One entry of an Accept or Accept-Encoding header: its value, parameters and weight.</summary>
/// <remarks>Made for scrapes: a header of eight entries takes no allocation.</remarks>
internal readonly ref struct HeaderEntry
{
    private readonly ReadOnlySpan<char> parameters;

    private HeaderEntry(ReadOnlySpan<char> value, ReadOnlySpan<char> parameters, double quality)
    {
        Value = value;
        this.parameters = parameters;
        Quality = quality;
    }

    /// <summary>Media type or coding, trimmed.</summary>
    public ReadOnlySpan<char> Value { get; }

    /// <summary>0 to 1; 0 also for a weight that is not a number, since such an entry says nothing usable.</summary>
    public double Quality { get; }

    /// <summary>Takes the first entry off <paramref name="rest"/>; false at its end.</summary>
    public static bool TryTake(scoped ref ReadOnlySpan<char> rest, out HeaderEntry entry)
    {
        while (!rest.IsEmpty)
        {
            var raw = Cut(ref rest, ',').Trim();
            if (!raw.IsEmpty)
            {
                var value = Cut(ref raw, ';').Trim();
                entry = new HeaderEntry(value, raw, QualityIn(raw));
                return true;
            }
        }

        entry = default;
        return false;
    }

    /// <summary>A parameter's value without quotes, empty where it is absent. Names compare without case.</summary>
    public ReadOnlySpan<char> Parameter(ReadOnlySpan<char> name) => Find(parameters, name);

    private static double QualityIn(ReadOnlySpan<char> parameters)
    {
        var text = Find(parameters, "q");
        if (text.IsEmpty)
        {
            return 1;
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality) ? Math.Clamp(quality, 0, 1) : 0;
    }

    private static ReadOnlySpan<char> Find(ReadOnlySpan<char> parameters, ReadOnlySpan<char> name)
    {
        while (!parameters.IsEmpty)
        {
            var parameter = Cut(ref parameters, ';');
            var key = Cut(ref parameter, '=').Trim();
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return parameter.Trim().Trim('"');
            }
        }

        return [];
    }

    /// <summary>Splits at the first separator that stands outside quotes.</summary>
    private static ReadOnlySpan<char> Cut(scoped ref ReadOnlySpan<char> rest, char separator)
    {
        var quoted = false;
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] == '"')
            {
                quoted = !quoted;
            }
            else if (rest[i] == separator && !quoted)
            {
                var head = rest[..i];
                rest = rest[(i + 1)..];
                return head;
            }
        }

        var all = rest;
        rest = [];
        return all;
    }
}
