using System.Collections;
using System.Globalization;

namespace Exporter.Exposition.Collection;

/// <summary>An attribute's value as text, the way OpenTelemetry's compatibility rules want it.</summary>
internal static class LabelValue
{
    /// <returns>Empty for null, which means that the label is left out.</returns>
    public static string Of(object? value) => value switch
    {
        null => string.Empty,
        string text => text,
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable items => $"[{string.Join(',', items.Cast<object?>().Select(Element))}]",
        _ => value.ToString() ?? string.Empty,
    };

    private static string Element(object? value) => value is string text ? $"\"{text}\"" : Of(value);
}
