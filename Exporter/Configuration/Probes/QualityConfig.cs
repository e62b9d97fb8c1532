namespace Exporter.Configuration.Probes;

/// <summary>Section <c>quality</c> of a probe: questions with known answers, asked in turn, one a tick.</summary>
internal sealed record QualityConfig
{
    /// <summary>Most cases of one probe.</summary>
    public const int MostCases = 1000;

    /// <summary>Most values of the labels <c>class</c> and <c>query_kind</c> of one probe.</summary>
    public const int MostLabelValues = 50;

    /// <summary>Those of the configuration, then those of the file; at least one.</summary>
    public required ValueList<QualityCaseConfig> Cases { get; init; }

    /// <summary>Absolute path of the file that the last of the cases come from, one JSON object a line; null means none.</summary>
    public string? CasesFile { get; init; }

    /// <summary>Absolute path of the file of references that the command <c>probe --record-baseline</c> writes; they stand in <see cref="Cases"/> already. Null means none.</summary>
    public string? BaselineFile { get; init; }

    /// <summary>Whether a broken assertion fails the probe; default true. Labels, rankings and changed outputs never do: a share of wrong ones is normal.</summary>
    public bool FailProbe { get; init; } = true;

    /// <summary>JSON Pointer to the class in the answer; null: the whole text.</summary>
    public string? LabelPointer { get; init; }

    /// <summary>Finds the class in that text: the first group, else the match. Null: the whole, without the blanks around it.</summary>
    public string? LabelPattern { get; init; }

    /// <summary>JSON Pointer to the score in the answer; null: where the protocol has it.</summary>
    public string? ScorePointer { get; init; }

    /// <summary>Lower end of the scale that scores are counted on; default 0.</summary>
    public double ScoreMin { get; init; }

    /// <summary>Upper end of that scale; default 1. Logits need another.</summary>
    public double ScoreMax { get; init; } = 1;

    /// <summary>Scores from here on are counted as high; null: not counted.</summary>
    public double? HighScore { get; init; }

    /// <summary>JSON Pointer to the vector in the answer; null: where the protocol has it.</summary>
    public string? EmbeddingPointer { get; init; }

    /// <summary>Least cosine to the stored vector, -1 to 1; default 0.99.</summary>
    public double MinSimilarity { get; init; } = 0.99;

    /// <summary>Whether answers that differ from the one before, or from the recorded one, are counted; default false. Of a model that samples (temperature above 0) none is.</summary>
    public bool TrackOutput { get; init; }
}
