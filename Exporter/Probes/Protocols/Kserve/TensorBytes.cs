using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Exporter.Probes.Judging;

namespace Exporter.Probes.Protocols.Kserve;

/// <summary>Elements of a tensor as gRPC carries them, one after the other in little-endian bytes, and as JSON has them.</summary>
internal static class TensorBytes
{
    /// <summary>The bytes of a list in JSON, flat or nested.</summary>
    /// <returns>Null where an element is none of the datatype.</returns>
    public static byte[]? TryOf(string datatype, JsonElement data)
    {
        var bytes = new ArrayBufferWriter<byte>();
        return TryWrite(bytes, datatype, data) ? bytes.WrittenSpan.ToArray() : null;
    }

    /// <summary>Writes the elements as values of an array; bytes that end within an element end there.</summary>
    public static void WriteData(Utf8JsonWriter json, string datatype, ReadOnlySpan<byte> bytes)
    {
        var size = TensorDatatypes.SizeOf(datatype) ?? 1;
        while (size > 0 ? bytes.Length >= size : bytes.Length >= sizeof(uint))
        {
            var length = size > 0 ? size : sizeof(uint) + (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(bytes), (uint)(bytes.Length - sizeof(uint)));
            WriteElement(json, datatype, bytes[..length]);
            bytes = bytes[length..];
        }
    }

    private static void WriteElement(Utf8JsonWriter json, string datatype, ReadOnlySpan<byte> element)
    {
        switch (datatype)
        {
            case "BOOL":
                json.WriteBooleanValue(element[0] != 0);
                break;
            case "INT8":
                json.WriteNumberValue((sbyte)element[0]);
                break;
            case "INT16":
                json.WriteNumberValue(BinaryPrimitives.ReadInt16LittleEndian(element));
                break;
            case "INT32":
                json.WriteNumberValue(BinaryPrimitives.ReadInt32LittleEndian(element));
                break;
            case "INT64":
                json.WriteNumberValue(BinaryPrimitives.ReadInt64LittleEndian(element));
                break;
            case "UINT8":
                json.WriteNumberValue(element[0]);
                break;
            case "UINT16":
                json.WriteNumberValue(BinaryPrimitives.ReadUInt16LittleEndian(element));
                break;
            case "UINT32":
                json.WriteNumberValue(BinaryPrimitives.ReadUInt32LittleEndian(element));
                break;
            case "UINT64":
                json.WriteNumberValue(BinaryPrimitives.ReadUInt64LittleEndian(element));
                break;
            case TensorDatatypes.Bytes:
                json.WriteStringValue(Encoding.UTF8.GetString(element[sizeof(uint)..]));
                break;
            default:
                WriteReal(json, datatype, element);
                break;
        }
    }

    /// <summary>What JSON has no number for, such as infinity, is null. In the shortest form that is read as the same number of its datatype.</summary>
    private static void WriteReal(Utf8JsonWriter json, string datatype, ReadOnlySpan<byte> element)
    {
        var (value, isDouble) = datatype switch
        {
            "FP16" => ((double)BinaryPrimitives.ReadHalfLittleEndian(element), false),
            "BF16" => (BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(element) << 16), false),
            "FP32" => (BinaryPrimitives.ReadSingleLittleEndian(element), false),
            "FP64" => (BinaryPrimitives.ReadDoubleLittleEndian(element), true),
            _ => (double.NaN, true),
        };
        if (!double.IsFinite(value))
        {
            json.WriteNullValue();
        }
        else if (isDouble)
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteNumberValue((float)value);
        }
    }

    private static bool TryWrite(ArrayBufferWriter<byte> bytes, string datatype, JsonElement data)
    {
        if (data.ValueKind != JsonValueKind.Array)
        {
            return TryWriteElement(bytes, datatype, data);
        }

        foreach (var item in data.EnumerateArray())
        {
            if (!TryWrite(bytes, datatype, item))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryWriteElement(ArrayBufferWriter<byte> bytes, string datatype, JsonElement element)
    {
        if (datatype == TensorDatatypes.Bytes)
        {
            if (JsonText.StringOf(element) is not { } text)
            {
                return false;
            }

            var utf8 = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.GetSpan(sizeof(int)), utf8.Length);
            bytes.Advance(sizeof(int));
            bytes.Write(utf8);
            return true;
        }

        var size = TensorDatatypes.SizeOf(datatype) ?? 0;
        if (size == 0 || !TryEncode(bytes.GetSpan(size), datatype, element))
        {
            return false;
        }

        bytes.Advance(size);
        return true;
    }

    private static bool TryEncode(Span<byte> place, string datatype, JsonElement element)
    {
        if (datatype == "BOOL")
        {
            place[0] = element.ValueKind is JsonValueKind.True ? (byte)1 : (byte)0;
            return element.ValueKind is JsonValueKind.True or JsonValueKind.False;
        }

        return element.ValueKind == JsonValueKind.Number && (datatype[0] is 'F' or 'B' ? TryEncodeReal(place, datatype, element) : TryEncodeWhole(place, datatype, element));
    }

    private static bool TryEncodeReal(Span<byte> place, string datatype, JsonElement element)
    {
        if (!element.TryGetDouble(out var value))
        {
            return false;
        }

        switch (datatype)
        {
            case "FP16":
                return BinaryPrimitives.TryWriteHalfLittleEndian(place, (Half)value);
            case "BF16":
                // The upper half of a number of single precision.
                return BinaryPrimitives.TryWriteUInt16LittleEndian(place, (ushort)(BitConverter.SingleToUInt32Bits((float)value) >> 16));
            case "FP32":
                return BinaryPrimitives.TryWriteSingleLittleEndian(place, (float)value);
            default:
                return BinaryPrimitives.TryWriteDoubleLittleEndian(place, value);
        }
    }

    private static bool TryEncodeWhole(Span<byte> place, string datatype, JsonElement element)
    {
        if (datatype == "UINT64")
        {
            return element.TryGetUInt64(out var large) && BinaryPrimitives.TryWriteUInt64LittleEndian(place, large);
        }

        var (least, most) = datatype switch
        {
            "INT8" => (sbyte.MinValue, sbyte.MaxValue),
            "UINT8" => (byte.MinValue, byte.MaxValue),
            "INT16" => (short.MinValue, short.MaxValue),
            "UINT16" => (ushort.MinValue, ushort.MaxValue),
            "INT32" => (int.MinValue, int.MaxValue),
            "UINT32" => (uint.MinValue, uint.MaxValue),
            _ => (long.MinValue, long.MaxValue),
        };
        if (!element.TryGetInt64(out var value) || value < least || value > most)
        {
            return false;
        }

        // Little-endian: the lowest bytes come first, whatever the width.
        Span<byte> all = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(all, value);
        all[..(TensorDatatypes.SizeOf(datatype) ?? sizeof(long))].CopyTo(place);
        return true;
    }
}
