using System.Text.Json;

namespace Exporter.Configuration.Yaml;

/// <summary>One JSON object of a file of lines as the same tree that YAML becomes, so that the same readers check it.</summary>
internal static class JsonLine
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = YamlTree.DepthLimit };

    /// <summary>The object; null, with an error, where the line is none.</summary>
    /// <param name="line">Its number, from 1.</param>
    public static YamlMap? Read(ReadOnlyMemory<byte> utf8, int line, ErrorList errors)
    {
        var place = new Place(line, 1);
        try
        {
            using var document = JsonDocument.Parse(utf8, Options);
            if (Node(document.RootElement, place, null, null, 0, errors) is YamlMap map)
            {
                return map;
            }

            errors.Add(place, "", "must be a JSON object");
        }
        catch (JsonException)
        {
            errors.Add(place, "", "is no JSON");
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, which JSON can escape and no text can hold.
            errors.Add(place, "", "holds a broken \\u escape");
        }

        return null;
    }

    /// <summary>Bounded by the depth limit of the document.</summary>
    private static YamlNode Node(JsonElement element, Place place, YamlNode? parent, string? key, int index, ErrorList errors)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var map = new YamlMap(place, parent, key, index);
                foreach (var property in element.EnumerateObject())
                {
                    if (!map.TryAdd(new YamlEntry(property.Name, place, Node(property.Value, place, map, property.Name, 0, errors))))
                    {
                        errors.Add(place, map.PathOf(property.Name), "duplicate key");
                    }
                }

                return map;
            case JsonValueKind.Array:
                var list = new YamlList(place, parent, key, index);
                foreach (var item in element.EnumerateArray())
                {
                    list.Items.Add(Node(item, place, list, null, list.Items.Count, errors));
                }

                return list;
            default:
                var isText = element.ValueKind == JsonValueKind.String;
                return new YamlScalar(isText ? element.GetString()! : element.GetRawText(), !isText, place, parent, key, index);
        }
    }
}
