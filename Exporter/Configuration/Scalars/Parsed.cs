using System.Diagnostics.CodeAnalysis;

namespace Exporter.Configuration.Scalars;

/// <summary>What a text says as a value, or why it says none.</summary>
/// <param name="Value">Meaningless where there is a problem.</param>
/// <param name="Problem">Reads on from the place of the value, such as <c>30h is out of range (1s to 24h)</c>; null where the value is good.</param>
internal readonly record struct Parsed<T>(T? Value, string? Problem)
{
    public static Parsed<T> Good(T value) => new(value, null);

    public static Parsed<T> Bad(string problem) => new(default, problem);

    public bool TryGet([MaybeNullWhen(false)] out T value)
    {
        value = Value;
        return Problem is null;
    }
}
