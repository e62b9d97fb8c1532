using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Exporter.Configuration.Scalars;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads <c>body</c>: a text that is sent as it is, or a map or list that is sent as JSON.</summary>
internal static partial class BodyReader
{
    public static string? Read(Section section, string key)
    {
        var node = section.Find(key, Presence.Optional);
        return node is null ? null : TextOf(node, section.Reading.Errors);
    }

    /// <summary>A single value as it is, a map or list as JSON.</summary>
    public static string TextOf(YamlNode node, ErrorList errors)
    {
        if (node is YamlScalar text)
        {
            return text.Text;
        }

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Write(writer, node, errors);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>Bounded by the depth limit of the document.</summary>
    private static void Write(Utf8JsonWriter writer, YamlNode node, ErrorList errors)
    {
        switch (node)
        {
            case YamlMap map:
                writer.WriteStartObject();
                foreach (var entry in map.Entries)
                {
                    writer.WritePropertyName(entry.Key);
                    Write(writer, entry.Value, errors);
                }

                writer.WriteEndObject();
                break;
            case YamlList list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(writer, item, errors);
                }

                writer.WriteEndArray();
                break;
            case YamlScalar scalar:
                Write(writer, scalar, errors);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, YamlScalar scalar, ErrorList errors)
    {
        if (!scalar.Plain)
        {
            writer.WriteStringValue(scalar.Text);
        }
        else if (scalar.IsNull)
        {
            writer.WriteNullValue();
        }
        else if (Booleans.Parse(scalar.Text).TryGet(out var boolean))
        {
            writer.WriteBooleanValue(boolean);
        }
        else if (JsonNumber().IsMatch(scalar.Text))
        {
            writer.WriteRawValue(scalar.Text);
        }
        else
        {
            if (Ambiguous().IsMatch(scalar.Text))
            {
                errors.Add(scalar, $"{Shown.Quoted(scalar.Text)} is a text in some YAML versions and a number or boolean in others; quote it, or write it as JSON does");
            }

            writer.WriteStringValue(scalar.Text);
        }
    }

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex JsonNumber();

    [GeneratedRegex(@"^([+-]?(\.inf|\.nan|0x[0-9a-f_]+|0o?[0-7_]+|0b[01_]+|[0-9][0-9_]*(\.[0-9_]*)?(e[+-]?[0-9]+)?|\.[0-9]+(e[+-]?[0-9]+)?)|yes|on|y|no|off|n)\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Ambiguous();
}
