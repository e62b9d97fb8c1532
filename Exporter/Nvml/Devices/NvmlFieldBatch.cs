using Exporter.Nvml.Native;

namespace Exporter.Nvml.Devices;

/// <summary>Fields that are asked for together, again and again. Used by one thread.</summary>
/// <param name="number">Of its own among the batches of a device.</param>
/// <param name="questions">Field and scope (a link, or 0).</param>
internal sealed class NvmlFieldBatch(uint number, IReadOnlyList<(uint Field, uint Scope)> questions)
{
    /// <summary>Scope of fields that are summed over all links.</summary>
    public const uint AllLinks = uint.MaxValue;

    private readonly NvmlFieldValue[] values = new NvmlFieldValue[questions.Count];

    public NvmlFieldBatch(uint number, params IReadOnlyList<uint> fields)
        : this(number, [.. fields.Select(field => (field, 0u))])
    {
    }

    public int Count => values.Length;

    /// <summary>Asks all of them.</summary>
    /// <returns>False when the batch as a whole failed.</returns>
    public bool Ask(NvmlQuery query, NvmlFunctions functions)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = new NvmlFieldValue { FieldId = questions[i].Field, ScopeId = questions[i].Scope };
        }

        return query.Get(functions.Fields, number, values);
    }

    /// <summary>An answer by its own type and code; null where it is none.</summary>
    public double? Answer(NvmlQuery query, NvmlFunctions functions, int i) => query.Decode(functions.Fields, in values[i]);

    /// <summary>An answer that is believed only as a 64-bit count: with fewer bits it would wrap, and another type means another field.</summary>
    public double? Count64(NvmlQuery query, NvmlFunctions functions, int i) =>
        Answer(query, functions, i) is { } count && values[i].ValueType is NvmlValueType.ULongLong or NvmlValueType.ULong ? count : null;
}
