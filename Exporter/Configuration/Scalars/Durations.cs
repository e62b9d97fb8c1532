using System.Buffers;
using System.Globalization;
using System.Text;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Scalars;

/// <summary>Durations as <c>250ms</c>, <c>1.5s</c>, <c>1m30s</c>, <c>1h</c>; a number without a unit is a mistake, except 0.</summary>
internal static class Durations
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private static readonly (string Name, TimeSpan Length)[] Units =
    [
        ("h", TimeSpan.FromHours(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("ms", TimeSpan.FromMilliseconds(1)),
    ];

    /// <summary>One part of each unit fits into a duration.</summary>
    private const decimal LongestTicks = long.MaxValue / 5;

    /// <summary>A parser that allows both ends.</summary>
    public static Func<string, Parsed<TimeSpan>> Between(TimeSpan least, TimeSpan most) => text =>
    {
        var parsed = Parse(text);
        return parsed.TryGet(out var value) && (value < least || value > most)
            ? Parsed<TimeSpan>.Bad($"{Format(value)} is out of range ({Format(least)} to {Format(most)})")
            : parsed;
    };

    public static Parsed<TimeSpan> Parse(string text)
    {
        const int longest = 32;
        if (text == "0")
        {
            return Parsed<TimeSpan>.Good(TimeSpan.Zero);
        }

        if (text.Length is 0 or > longest)
        {
            return NoDuration(text);
        }

        var total = TimeSpan.Zero;
        var nextUnit = 0;
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var part = Part(text, ref rest, ref nextUnit);
            if (!part.TryGet(out var length))
            {
                return part;
            }

            total += length;
        }

        return Parsed<TimeSpan>.Good(total);
    }

    /// <summary>The shortest way to write a duration of zero or more.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration < TimeSpan.FromMilliseconds(1))
        {
            return duration == TimeSpan.Zero ? "0s" : string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds}ms");
        }

        var text = new StringBuilder();
        foreach (var (name, length) in Units)
        {
            var amount = name == "ms" ? (decimal)duration.Ticks / length.Ticks : duration.Ticks / length.Ticks;
            if (amount > 0)
            {
                text.Append(amount.ToString("0.####", CultureInfo.InvariantCulture)).Append(name);
                duration -= TimeSpan.FromTicks((long)(amount * length.Ticks));
            }
        }

        return text.ToString();
    }

    /// <summary>Reads a number and its unit from the front of the rest.</summary>
    /// <param name="text">The whole text, for the problem.</param>
    /// <param name="rest">What is not yet read.</param>
    /// <param name="nextUnit">Index of the first unit that may still come.</param>
    private static Parsed<TimeSpan> Part(string text, ref ReadOnlySpan<char> rest, ref int nextUnit)
    {
        var number = Take(ref rest, rest.IndexOfAnyExcept(Digits));
        if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
        {
            return NoDuration(text);
        }

        var name = Take(ref rest, rest.IndexOfAny(Digits));
        if (name.IsEmpty)
        {
            return Parsed<TimeSpan>.Bad($"the unit of {Shown.Quoted(text)} is missing; use ms, s, m or h, such as {text}s");
        }

        var unit = Find(name);
        if (unit < 0)
        {
            return Parsed<TimeSpan>.Bad($"unknown unit {Shown.Quoted(name.ToString())}; use ms, s, m or h");
        }

        if (unit < nextUnit)
        {
            return Parsed<TimeSpan>.Bad($"{Shown.Quoted(text)} gives its units out of order; write the largest first and each once, such as 1m30s");
        }

        nextUnit = unit + 1;
        return amount > LongestTicks / Units[unit].Length.Ticks
            ? Parsed<TimeSpan>.Bad($"{Shown.Quoted(text)} is too long")
            : Parsed<TimeSpan>.Good(TimeSpan.FromTicks((long)(amount * Units[unit].Length.Ticks)));
    }

    private static ReadOnlySpan<char> Take(ref ReadOnlySpan<char> rest, int end)
    {
        var taken = end < 0 ? rest : rest[..end];
        rest = rest[taken.Length..];
        return taken;
    }

    private static int Find(ReadOnlySpan<char> name)
    {
        for (var i = 0; i < Units.Length; i++)
        {
            if (name.SequenceEqual(Units[i].Name))
            {
                return i;
            }
        }

        return -1;
    }

    private static Parsed<TimeSpan> NoDuration(string text) => Parsed<TimeSpan>.Bad($"{Shown.Quoted(text)} is not a duration such as 250ms, 15s or 1m30s");
}
