namespace Exporter.Probes.Quality;

/// <summary>How one answer counts for one class; label <c>outcome</c>.</summary>
internal enum ConfusionOutcome
{
    /// <summary><c>tp</c>: it is this class, and the answer says so.</summary>
    TruePositive,

    /// <summary><c>fp</c>: it is another class, and the answer says this one.</summary>
    FalsePositive,

    /// <summary><c>fn</c>: it is this class, and the answer does not say so.</summary>
    FalseNegative,

    /// <summary><c>tn</c>: it is another class, and the answer does not say this one.</summary>
    TrueNegative,
}
