namespace Exporter.Exposition.Collection;

/// <summary>Why a series is not exposed.</summary>
internal enum DropReason
{
    /// <summary>Another family has the name, with another type.</summary>
    ConflictingFamily,

    /// <summary>Another series of the family has the same labels.</summary>
    DuplicateSeries,

    /// <summary>The instrument has more series than its limit; the SDK lumps the rest into one, whose value means nothing.</summary>
    CardinalityLimit,

    /// <summary>A histogram's series has a label <c>le</c> of its own.</summary>
    ReservedLabel,

    /// <summary>A relayed family with a name that is reserved, illegal or ours.</summary>
    RelayedName,
}
