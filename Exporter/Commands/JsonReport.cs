using System.Text.Json;

namespace Exporter.Commands;

/// <summary>What is not known does not stand in a report for machines.</summary>
internal static class KnownValues
{
    public static void WriteIfKnown(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    public static void WriteIfKnown(this Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } known)
        {
            json.WriteNumber(name, known);
        }
    }
}
