namespace Exporter.Probes.Protocols.Kserve;

/// <summary>One input or output as the model's metadata describes it.</summary>
/// <param name="Datatype">Such as <c>FP32</c>; see <see cref="TensorDatatypes"/>.</param>
/// <param name="Shape">Lengths of the dimensions; -1 stands for any. Empty means one element.</param>
internal sealed record TensorSpec(string Name, string Datatype, IReadOnlyList<long> Shape)
{
    /// <summary>Whether every expected output came, and as expected.</summary>
    /// <returns>Null when all did, else the first thing wrong.</returns>
    public static string? Violation(IReadOnlyList<TensorSpec> came, IReadOnlyList<TensorSpec> expected) => expected
        .Select(wanted => came.LastOrDefault(output => output.Name == wanted.Name) is { } found ? wanted.Violation(found.Datatype, found.Shape) : $"the answer has no output '{wanted.Name}'")
        .FirstOrDefault(static violation => violation is not null);

    /// <summary>Whether a tensor that came is of this type and shape.</summary>
    /// <returns>Null when it is, else what is wrong.</returns>
    private string? Violation(string datatype, IReadOnlyList<long> shape)
    {
        if (datatype != Datatype)
        {
            return $"output '{Name}' is {datatype}, not {Datatype} as the metadata says";
        }

        var fits = shape.Count == Shape.Count && shape.Zip(Shape).All(static pair => pair.Second < 0 || pair.First == pair.Second);
        return fits ? null : $"output '{Name}' has shape [{string.Join(", ", shape)}], not [{string.Join(", ", Shape)}] as the metadata says";
    }
}
