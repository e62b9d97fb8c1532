using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Exporter.Probes.Protocols.Kserve;
using FsCheck;
using FsCheck.Fluent;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Exporter.Tests.Probes.Protocols.Kserve;

public class ProbeTensorTests
{
    private const string Text = "größe";

    // Type and bytes an element, by the protocol; a text is its length and itself.
    private static readonly Dictionary<string, int> Sizes = new()
    {
        ["BOOL"] = 1, ["INT8"] = 1, ["UINT8"] = 1, ["INT16"] = 2, ["UINT16"] = 2, ["FP16"] = 2, ["BF16"] = 2,
        ["INT32"] = 4, ["UINT32"] = 4, ["FP32"] = 4, ["INT64"] = 8, ["UINT64"] = 8, ["FP64"] = 8, ["BYTES"] = 4 + 7,
    };

    private static Arbitrary<TensorSpec> Specs() => (
        from datatype in Gen.Elements(Sizes.Keys.ToArray())
        from rank in Gen.Choose(0, 4)
        from shape in Gen.Elements(-1L, 0L, 1L, 2L, 3L, 7L).ArrayOf(rank)
        select new TensorSpec("x", datatype, shape)).ToArbitrary();

    [Property(MaxTest = 500)]
    public FsCheck.Property Every_shape_and_type_has_as_many_elements_and_bytes_as_it_says() => Prop.ForAll(Specs(), spec =>
    {
        var tensor = ProbeTensor.TryMake(spec, Text, out var problem)!;
        var count = spec.Shape.Aggregate(1L, (product, length) => product * (length == -1 ? 1 : length));
        var data = DataOf(tensor);

        Assert.That(problem, Is.Null);
        Assert.That(tensor.Count, Is.EqualTo(count));
        Assert.That(tensor.Shape, Has.None.Negative);
        Assert.That(tensor.ToBytes(), Has.Length.EqualTo(count * Sizes[spec.Datatype]).And.Length.EqualTo(tensor.ByteCount));
        Assert.That(data.GetArrayLength(), Is.EqualTo(count));
        Assert.That(data.EnumerateArray().Select(element => element.ValueKind), Is.All.EqualTo(KindOf(spec.Datatype)));
    });

    [Test]
    public void Texts_are_framed_by_their_length_in_bytes()
    {
        var bytes = ProbeTensor.TryMake(new TensorSpec("x", "BYTES", [2]), Text, out _)!.ToBytes();

        Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(bytes), Is.EqualTo(7));
        Assert.That(Encoding.UTF8.GetString(bytes, 4, 7), Is.EqualTo(Text));
        Assert.That(bytes.Skip(11), Is.EqualTo(bytes.Take(11)));
    }

    [TestCase("FP32", 4_194_304, true)]
    [TestCase("FP32", 4_194_305, false)]
    [TestCase("INT8", 16_777_216, true)]
    [TestCase("INT8", long.MaxValue, false)]
    public void A_tensor_has_a_longest(string datatype, long length, bool isMade) =>
        Assert.That(ProbeTensor.TryMake(new TensorSpec("x", datatype, [length]), Text, out _) is not null, Is.EqualTo(isMade));

    [Test]
    public void A_length_of_zero_makes_the_longest_shape_empty()
    {
        Assert.That(TensorShape.CountOf([long.MaxValue, long.MaxValue, 0], 1), Is.Zero);
        Assert.That(TensorShape.CountOf([], 1), Is.EqualTo(1));
    }

    private static JsonValueKind KindOf(string datatype) => datatype switch
    {
        "BYTES" => JsonValueKind.String,
        "BOOL" => JsonValueKind.False,
        _ => JsonValueKind.Number,
    };

    private static JsonElement DataOf(ProbeTensor tensor)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            tensor.WriteData(json);
        }

        using var document = JsonDocument.Parse(bytes.WrittenMemory);
        return document.RootElement.Clone();
    }
}
