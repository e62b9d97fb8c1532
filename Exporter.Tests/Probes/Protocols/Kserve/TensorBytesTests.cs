using System.Text.Json;
using Exporter.Probes.Protocols.Kserve;

namespace Exporter.Tests.Probes.Protocols.Kserve;

[TestFixture]
internal sealed class TensorBytesTests
{
    [TestCase("BOOL", "[true,false]", "0100")]
    [TestCase("INT8", "[-1,127]", "FF7F")]
    [TestCase("UINT8", "[255]", "FF")]
    [TestCase("INT16", "[-2]", "FEFF")]
    [TestCase("UINT16", "[65535]", "FFFF")]
    [TestCase("INT32", "[-2147483648]", "00000080")]
    [TestCase("UINT32", "[4294967295]", "FFFFFFFF")]
    [TestCase("INT64", "[-9223372036854775808]", "0000000000000080")]
    [TestCase("UINT64", "[18446744073709551615]", "FFFFFFFFFFFFFFFF")]
    [TestCase("FP16", "[0.5,-2]", "003800C0")]
    [TestCase("BF16", "[1.5]", "C03F")]
    [TestCase("FP32", "[0.1]", "CDCCCC3D")]
    [TestCase("FP64", "[0.1]", "9A9999999999B93F")]
    [TestCase("BYTES", """["ab",""]""", "02000000616200000000")]
    public void Elements_go_to_bytes_and_back(string datatype, string data, string hex)
    {
        using var document = JsonDocument.Parse(data);

        var bytes = TensorBytes.TryOf(datatype, document.RootElement);

        Assert.That(Convert.ToHexString(bytes!), Is.EqualTo(hex));
        Assert.That(Read(datatype, bytes!), Is.EqualTo(data));
    }

    [TestCase("INT8", "[128]")]
    [TestCase("UINT32", "[-1]")]
    [TestCase("INT64", "[0.5]")]
    [TestCase("FP32", """["1"]""")]
    [TestCase("BOOL", "[1]")]
    [TestCase("BYTES", "[[1]]")]
    [TestCase("COMPLEX", "[1]")]
    public void What_is_no_element_of_the_datatype_is_refused(string datatype, string data)
    {
        using var document = JsonDocument.Parse(data);

        Assert.That(TensorBytes.TryOf(datatype, document.RootElement), Is.Null);
    }

    [TestCase("FP32", "0000C07F", "[null]", Description = "not a number")]
    [TestCase("INT32", "0100000002", "[1]", Description = "cut")]
    [TestCase("BYTES", "FF00000061", """["a"]""", Description = "cut")]
    [TestCase("COMPLEX", "0102", "[null,null]")]
    public void Whatever_bytes_come_they_are_read(string datatype, string hex, string data) =>
        Assert.That(Read(datatype, Convert.FromHexString(hex)), Is.EqualTo(data));

    private static string Read(string datatype, byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            TensorBytes.WriteData(json, datatype, bytes);
            json.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
