using System.Buffers.Text;

namespace Exporter.Host.Proc;

/// <summary>Walks the fields of a line that are parted by blanks, without allocating.</summary>
internal ref struct Fields(ReadOnlySpan<byte> line)
{
    private ReadOnlySpan<byte> rest = line;

    /// <summary>What has not been read yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => rest;

    /// <summary>The next field; empty after the last one.</summary>
    public ReadOnlySpan<byte> Next()
    {
        rest = rest.TrimStart(" \t"u8);
        var end = rest.IndexOfAny((byte)' ', (byte)'\t');
        var field = end < 0 ? rest : rest[..end];
        rest = rest[field.Length..];
        return field;
    }

    /// <summary>The next field as a count; null where it is missing, negative, too large or no number.</summary>
    public ulong? NextCount() => Count(Next());

    /// <summary>The next field as a decimal number; null where it is missing or no finite number.</summary>
    public double? NextNumber() => Number(Next());

    public void Skip(int fields)
    {
        for (var skipped = 0; skipped < fields; skipped++)
        {
            Next();
        }
    }

    /// <summary>A whole field as a count; null where it is anything else.</summary>
    public static ulong? Count(ReadOnlySpan<byte> field) =>
        Utf8Parser.TryParse(field, out ulong value, out var used) && used == field.Length ? value : null;

    /// <summary>A whole field as a decimal number; null where it is anything else.</summary>
    public static double? Number(ReadOnlySpan<byte> field) =>
        Utf8Parser.TryParse(field, out double value, out var used) && used == field.Length && double.IsFinite(value) ? value : null;
}
