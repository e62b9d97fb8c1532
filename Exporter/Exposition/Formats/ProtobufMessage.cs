using System.Buffers.Binary;

namespace Exporter.Exposition.Formats;

/// <summary>The few pieces of protobuf's wire format that metrics need. Lengths are written in their shortest form, as an encoder with sizes known beforehand would.</summary>
internal static class ProtobufMessage
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int LengthDelimited = 2;

    /// <summary>Starts an embedded message; the result goes to <see cref="End"/>.</summary>
    public static int Begin(Utf8Buffer output, int field)
    {
        Tag(output, field, LengthDelimited);
        return BeginDelimited(output);
    }

    /// <summary>Starts a message that stands alone after its length.</summary>
    public static int BeginDelimited(Utf8Buffer output)
    {
        output.AppendByte(0);
        return output.Length;
    }

    /// <summary>Writes the length in front of the content, which moves up where the length takes more than the one byte kept for it.</summary>
    public static void End(Utf8Buffer output, int start)
    {
        var length = output.Length - start;
        var prefix = Size((ulong)length);
        if (prefix > 1)
        {
            output.GetSpan(prefix - 1);
            output.Advance(prefix - 1);
            var content = output.From(start);
            content[..length].CopyTo(content[(prefix - 1)..]);
        }

        Put(output.From(start - 1), (ulong)length);
    }

    public static void Text(Utf8Buffer output, int field, ReadOnlySpan<char> value)
    {
        var start = Begin(output, field);
        output.AppendText(value);
        End(output, start);
    }

    public static void Bytes(Utf8Buffer output, int field, ReadOnlySpan<byte> value)
    {
        Tag(output, field, LengthDelimited);
        Unsigned(output, (ulong)value.Length);
        output.Append(value);
    }

    public static void Double(Utf8Buffer output, int field, double value)
    {
        Tag(output, field, Fixed64);
        BinaryPrimitives.WriteDoubleLittleEndian(output.GetSpan(sizeof(double)), value);
        output.Advance(sizeof(double));
    }

    public static void UInt64(Utf8Buffer output, int field, ulong value)
    {
        Tag(output, field, Varint);
        Unsigned(output, value);
    }

    /// <summary>sint32 or sint64: small numbers of either sign are short.</summary>
    public static void ZigZag(Utf8Buffer output, int field, long value)
    {
        Tag(output, field, Varint);
        Unsigned(output, (ulong)((value << 1) ^ (value >> 63)));
    }

    /// <summary>int32 or int64.</summary>
    public static void Int64(Utf8Buffer output, int field, long value) => UInt64(output, field, (ulong)value);

    private static void Tag(Utf8Buffer output, int field, int wireType) => Unsigned(output, (ulong)((field << 3) | wireType));

    private static void Unsigned(Utf8Buffer output, ulong value) => output.Advance(Put(output.GetSpan(10), value));

    private static int Put(Span<byte> output, ulong value)
    {
        var i = 0;
        while (value >= 0x80)
        {
            output[i++] = (byte)(value | 0x80);
            value >>= 7;
        }

        output[i++] = (byte)value;
        return i;
    }

    private static int Size(ulong value)
    {
        var size = 1;
        while (value >= 0x80)
        {
            value >>= 7;
            size++;
        }

        return size;
    }
}
