namespace Exporter.Exposition.Collection;

/// <summary>From an OpenTelemetry name and unit to Prometheus' name: the rules at the head of the metric contract.</summary>
internal static class MetricName
{
    private const string TotalSuffix = "_total";

    /// <summary>The unit as a word of the name; null where the unit adds nothing.</summary>
    /// <remarks>Annotations such as <c>{request}</c>, the empty unit and units we have no word for add nothing.</remarks>
    public static string? UnitWord(string? unit, bool isGauge) => unit switch
    {
        "s" => "seconds",
        "By" => "bytes",
        "W" => "watts",
        "J" => "joules",
        "Cel" => "celsius",
        "Hz" => "hertz",

        // Only a gauge of unit 1 is a ratio: a counter, an up-down counter or a histogram of unit 1 counts or scores.
        "1" when isGauge => "ratio",
        _ => null,
    };

    /// <summary>The name without <c>_total</c>: what OpenMetrics calls the family, and what two instruments conflict over.</summary>
    public static string Base(string name, string? unitWord, bool isCounter)
    {
        var legal = Legal(name, colonIsLegal: true);
        if (isCounter && legal.EndsWith(TotalSuffix, StringComparison.Ordinal) && legal.Length > TotalSuffix.Length)
        {
            legal = legal[..^TotalSuffix.Length];
        }

        return unitWord is null || EndsWithWord(legal, unitWord) ? legal : $"{legal}_{unitWord}";
    }

    /// <summary>The name samples carry, and the family's name in every format but OpenMetrics.</summary>
    public static string Sample(string baseName, bool isCounter) => isCounter ? baseName + TotalSuffix : baseName;

    /// <summary>A legal label name.</summary>
    public static string Label(string name) => Legal(name, colonIsLegal: false);

    /// <summary>True for <c>[a-zA-Z_:][a-zA-Z0-9_:]*</c>.</summary>
    public static bool IsLegal(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => IsLegal(c, true));

    private static bool EndsWithWord(string name, string word) =>
        name.EndsWith(word, StringComparison.Ordinal) && (name.Length == word.Length || name[^(word.Length + 1)] == '_');

    private static string Legal(string name, bool colonIsLegal)
    {
        var changes = name.Length == 0 || char.IsAsciiDigit(name[0]);
        for (var i = 0; i < name.Length && !changes; i++)
        {
            changes = !IsLegal(name[i], colonIsLegal) || (name[i] == '_' && i > 0 && name[i - 1] == '_');
        }

        return changes ? Replaced(name, colonIsLegal) : name;
    }

    /// <summary>Everything illegal becomes an underscore, and a run of underscores one.</summary>
    private static string Replaced(string name, bool colonIsLegal)
    {
        var result = new System.Text.StringBuilder(name.Length + 1);
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
        {
            result.Append('_');
        }

        foreach (var c in name)
        {
            if (IsLegal(c, colonIsLegal) && c != '_')
            {
                result.Append(c);
            }
            else if (result.Length == 0 || result[^1] != '_')
            {
                result.Append('_');
            }
        }

        return result.ToString();
    }

    private static bool IsLegal(char c, bool colonIsLegal) => char.IsAsciiLetterOrDigit(c) || c == '_' || (colonIsLegal && c == ':');
}
