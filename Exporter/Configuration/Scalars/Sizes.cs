using System.Buffers;
using System.Globalization;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Scalars;

/// <summary>Sizes in bytes as <c>64KiB</c> (powers of 1024) or <c>10MB</c> (powers of 1000).</summary>
internal static class Sizes
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private static readonly (string Name, long Bytes)[] Units =
    [
        ("GiB", 1L << 30),
        ("MiB", 1L << 20),
        ("KiB", 1L << 10),
        ("GB", 1_000_000_000),
        ("MB", 1_000_000),
        ("KB", 1_000),
        ("kB", 1_000),
        ("B", 1),
    ];

    /// <summary>A parser that allows both ends.</summary>
    public static Func<string, Parsed<long>> Between(long least, long most) => text =>
    {
        var parsed = Parse(text);
        return parsed.TryGet(out var value) && (value < least || value > most)
            ? Parsed<long>.Bad($"{Format(value)} is out of range ({Format(least)} to {Format(most)})")
            : parsed;
    };

    public static Parsed<long> Parse(string text)
    {
        var digits = text.AsSpan().IndexOfAnyExcept(Digits);
        var number = digits < 0 ? text : text[..digits];
        var unit = text[number.Length..];
        if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
        {
            return Parsed<long>.Bad($"{Shown.Quoted(text)} is not a size such as 64KiB, 1MiB or 10MB");
        }

        if (unit.Length == 0)
        {
            return Parsed<long>.Bad($"the unit of {Shown.Quoted(text)} is missing; use B, KiB, MiB, GiB, kB, MB or GB");
        }

        var bytes = Array.Find(Units, known => known.Name == unit).Bytes;
        if (bytes == 0)
        {
            return Parsed<long>.Bad($"unknown unit {Shown.Quoted(unit)}; use B, KiB, MiB, GiB, kB, MB or GB");
        }

        return amount > long.MaxValue / bytes
            ? Parsed<long>.Bad($"{Shown.Quoted(text)} is too large")
            : Parsed<long>.Good((long)(amount * bytes));
    }

    /// <summary>The largest unit of 1024 that divides it.</summary>
    public static string Format(long bytes)
    {
        foreach (var (name, length) in Units)
        {
            if (name.EndsWith("iB", StringComparison.Ordinal) && bytes >= length && bytes % length == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{bytes / length}{name}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bytes}B");
    }
}
