using System.Globalization;
using System.Text;
using Exporter.Exposition.Formats;
using FsCheck;
using FsCheck.Fluent;

namespace Exporter.Tests.Exposition.Formats;

internal sealed class FloatTextTests
{
    [TestCase(0, "0")]
    [TestCase(-0.0, "-0")]
    [TestCase(1, "1")]
    [TestCase(-3, "-3")]
    [TestCase(0.1, "0.1")]
    [TestCase(123456789.012, "123456789.012")]
    [TestCase(1e300, "1E+300")]
    [TestCase(double.Epsilon, "5E-324")]
    [TestCase(double.NaN, "NaN")]
    [TestCase(double.PositiveInfinity, "+Inf")]
    [TestCase(double.NegativeInfinity, "-Inf")]
    public void A_value_is_written_as(double value, string expected) => Assert.That(Text(value), Is.EqualTo(expected));

    [Test]
    public void Every_finite_value_reads_back_as_the_same_bits() =>
        Prop.ForAll(Doubles, value => BitConverter.DoubleToInt64Bits(double.Parse(Text(value), CultureInfo.InvariantCulture)) == BitConverter.DoubleToInt64Bits(value))
            .QuickCheckThrowOnFailure();

    // As Go's strconv.FormatFloat(x, 'g', -1, 64) has them, with ".0" where neither a point nor an exponent says "float".
    [TestCase(0, "0.0")]
    [TestCase(3, "3.0")]
    [TestCase(0.005, "0.005")]
    [TestCase(0.0001, "0.0001")]
    [TestCase(0.00001, "1e-05")]
    [TestCase(0.000012, "1.2e-05")]
    [TestCase(100000, "100000.0")]
    [TestCase(123456, "123456.0")]
    [TestCase(999999.5, "999999.5")]
    [TestCase(1e6, "1e+06")]
    [TestCase(1048576, "1.048576e+06")]
    [TestCase(2500000, "2.5e+06")]
    [TestCase(1e100, "1e+100")]
    [TestCase(-0.5, "-0.5")]
    [TestCase(-20, "-20.0")]
    [TestCase(double.PositiveInfinity, "+Inf")]
    public void A_boundary_is_always_a_float(double bound, string expected) => Assert.That(FloatText.Boundary(bound), Is.EqualTo(expected));

    [Test]
    public void Every_boundary_reads_back_as_the_same_number() =>
        Prop.ForAll(Doubles, bound => double.Parse(FloatText.Boundary(bound), CultureInfo.InvariantCulture).Equals(bound)
                && FloatText.Boundary(bound).AsSpan().IndexOfAny('.', 'e') >= 0)
            .QuickCheckThrowOnFailure();

    private static Arbitrary<double> Doubles => Gen.OneOf(
        ArbMap.Default.GeneratorFor<NormalFloat>().Select(f => f.Get),
        ArbMap.Default.GeneratorFor<long>().Select(BitConverter.Int64BitsToDouble).Where(double.IsFinite),
        ArbMap.Default.GeneratorFor<int>().Select(i => (double)i)).ToArbitrary();

    private static string Text(double value)
    {
        Span<byte> output = stackalloc byte[FloatText.MaxLength];
        return Encoding.UTF8.GetString(output[..FloatText.Write(value, output)]);
    }
}
