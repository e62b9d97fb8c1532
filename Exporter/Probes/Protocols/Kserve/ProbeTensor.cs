using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Exporter.Probes.Protocols.Kserve;

/// <summary>The smallest valid value for an input: zeros, or a short text where texts are asked for; a dimension of any length has length 1.</summary>
internal sealed class ProbeTensor
{
    /// <summary>Longest tensor in bytes: a probe is a question, not a load.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private readonly byte[] text;
    private readonly int elementBytes;

    private ProbeTensor(TensorSpec spec, long[] shape, int count, int elementBytes, byte[] text)
    {
        Name = spec.Name;
        Datatype = spec.Datatype;
        Shape = shape;
        Count = count;
        this.elementBytes = elementBytes;
        this.text = text;
    }

    public string Name { get; }

    public string Datatype { get; }

    public IReadOnlyList<long> Shape { get; }

    /// <summary>Number of elements; 0 where a dimension has length 0.</summary>
    public int Count { get; }

    /// <summary>Length of <see cref="ToBytes"/>.</summary>
    public int ByteCount => Count * elementBytes;

    /// <param name="text">What each element of type BYTES says.</param>
    /// <param name="problem">Why there is no such tensor; null where there is.</param>
    public static ProbeTensor? TryMake(TensorSpec spec, string text, out string? problem)
    {
        problem = null;
        if (TensorDatatypes.SizeOf(spec.Datatype) is not { } size)
        {
            problem = $"input '{spec.Name}' is of the unknown type '{spec.Datatype}'";
            return null;
        }

        var utf8 = Encoding.UTF8.GetBytes(text);
        var elementBytes = size > 0 ? size : sizeof(uint) + utf8.Length;
        long[] shape = [.. spec.Shape.Select(static length => length < 0 ? 1 : length)];
        if (TensorShape.CountOf(shape, MaxBytes / elementBytes) is not { } count)
        {
            problem = $"input '{spec.Name}' of shape [{string.Join(", ", spec.Shape)}] is longer than {MaxBytes} bytes";
            return null;
        }

        return new ProbeTensor(spec, shape, (int)count, elementBytes, utf8);
    }

    /// <summary>The elements in row-major order, little-endian; each text with its length (32 bits) in front.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[ByteCount];
        if (Datatype == TensorDatatypes.Bytes)
        {
            for (var at = 0; at < bytes.Length; at += elementBytes)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), (uint)text.Length);
                text.CopyTo(bytes.AsSpan(at + sizeof(uint)));
            }
        }

        return bytes;
    }

    /// <summary>The elements as one flat JSON array.</summary>
    public void WriteData(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        for (var i = 0; i < Count; i++)
        {
            switch (Datatype)
            {
                case TensorDatatypes.Bytes:
                    json.WriteStringValue(text);
                    break;
                case "BOOL":
                    json.WriteBooleanValue(false);
                    break;
                default:
                    json.WriteNumberValue(0);
                    break;
            }
        }

        json.WriteEndArray();
    }
}
