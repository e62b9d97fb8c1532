using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Exporter.Configuration.Probes;

namespace Exporter.Probes.Judging;

/// <summary>What vectors must be like. Some servers answer a request that their model cannot serve with 200 and zeros or nulls.</summary>
internal sealed class VectorExpectation(VectorExpectConfig config)
{
    private const double NormTolerance = 0.01;

    /// <summary>Judges the vectors of one answer.</summary>
    /// <param name="vectors">Each a list of numbers, or the base64 text of 32-bit floats.</param>
    /// <param name="wanted">How many texts were sent.</param>
    /// <returns>Null when everything holds, else the first thing wrong in one line.</returns>
    public string? Violation(IReadOnlyList<JsonElement> vectors, int wanted)
    {
        if (vectors.Count != wanted)
        {
            return $"{wanted} texts were sent, and {vectors.Count} vectors came back";
        }

        int? dimension = config.Dimension;
        for (var i = 0; i < vectors.Count; i++)
        {
            var numbers = NumbersOf(vectors[i], out var problem);
            problem ??= NumbersViolation(numbers, dimension);
            if (problem is not null)
            {
                return $"vector {i} {problem}";
            }

            dimension ??= numbers.Length;
        }

        return null;
    }

    private string? NumbersViolation(double[] numbers, int? dimension)
    {
        if (numbers.Length == 0)
        {
            return "is empty";
        }

        if (numbers.Length != dimension && dimension is not null)
        {
            return $"has {numbers.Length} numbers, not {dimension}";
        }

        var squares = numbers.Sum(static number => number * number);
        if (squares == 0)
        {
            return "holds only zeros";
        }

        var norm = Math.Sqrt(squares);
        return config.Normalized && Math.Abs(norm - 1) > NormTolerance
            ? string.Create(CultureInfo.InvariantCulture, $"has the length {norm:0.####}, not 1")
            : null;
    }

    /// <summary>Reads a vector in either form.</summary>
    /// <param name="problem">Why it is none; null where it is.</param>
    /// <returns>Its components; empty where there is a problem.</returns>
    public static double[] NumbersOf(JsonElement vector, out string? problem)
    {
        problem = null;
        switch (vector.ValueKind)
        {
            case JsonValueKind.Array:
                return ListOf(vector, out problem);
            case JsonValueKind.String when vector.TryGetBytesFromBase64(out var bytes) && bytes.Length % sizeof(float) == 0:
                return [.. bytes.Chunk(sizeof(float)).Select(static four => (double)BinaryPrimitives.ReadSingleLittleEndian(four))];
            default:
                problem = "is neither a list of numbers nor base64 of 32-bit floats";
                return [];
        }
    }

    private static double[] ListOf(JsonElement vector, out string? problem)
    {
        problem = null;
        var numbers = new double[vector.GetArrayLength()];
        for (var i = 0; i < numbers.Length; i++)
        {
            var item = vector[i];
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetDouble(out numbers[i]) || !double.IsFinite(numbers[i]))
            {
                problem = $"has {(item.ValueKind == JsonValueKind.Null ? "null" : "no number")} at place {i}";
                return [];
            }
        }

        return numbers;
    }
}
