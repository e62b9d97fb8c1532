namespace Exporter.Configuration.Probes;

/// <summary>One check of the value that a JSON Pointer (RFC 6901) names; a missing value fails every check but <c>exists: false</c>.</summary>
internal sealed record JsonExpectConfig
{
    /// <summary>The pointer: empty, or beginning with a slash.</summary>
    public required string Pointer { get; init; }

    /// <summary>Whether the value must exist; null means it must, as every other check needs it.</summary>
    public bool? Exists { get; init; }

    /// <summary>Text that the value must equal: a string's content, or a number's, boolean's or null's JSON text. Null means not checked.</summary>
    public string? EqualTo { get; init; }

    /// <summary>Regular expression for a string's content or another scalar's JSON text. Null means not checked.</summary>
    public string? Matches { get; init; }

    /// <summary>Lower bound of a number, inclusive. Null means not checked.</summary>
    public double? Min { get; init; }

    /// <summary>Upper bound of a number, inclusive. Null means not checked.</summary>
    public double? Max { get; init; }

    /// <summary>Least number of elements (array, object) or characters (string). Null means not checked.</summary>
    public int? MinLength { get; init; }

    /// <summary>Type of the value. Null means not checked.</summary>
    public JsonValueType? Type { get; init; }
}
