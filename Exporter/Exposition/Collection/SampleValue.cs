namespace Exporter.Exposition.Collection;

/// <summary>A number as its instrument gave it: integers stay exact in text, where a double would round above 2^53.</summary>
internal readonly struct SampleValue : IEquatable<SampleValue>
{
    private readonly long bits;

    private SampleValue(long bits, bool isInteger)
    {
        this.bits = bits;
        IsInteger = isInteger;
    }

    public bool IsInteger { get; }

    public long Integer => IsInteger ? bits : throw new InvalidOperationException("The value is a double.");

    public double Number => IsInteger ? bits : BitConverter.Int64BitsToDouble(bits);

    public static SampleValue From(long value) => new(value, true);

    public static SampleValue From(double value) => new(BitConverter.DoubleToInt64Bits(value), false);

    public bool Equals(SampleValue other) => bits == other.bits && IsInteger == other.IsInteger;

    public override bool Equals(object? obj) => obj is SampleValue other && Equals(other);

    public override int GetHashCode() => bits.GetHashCode();
}
