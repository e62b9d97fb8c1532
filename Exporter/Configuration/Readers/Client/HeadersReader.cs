using Exporter.Configuration.Client;
using Exporter.Configuration.Scalars;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Readers.Client;

/// <summary>Reads <c>headers</c>: a map of names to values. A value is never shown in an error.</summary>
internal static class HeadersReader
{
    private const string SetByProbe = "is set by the probe itself; remove it";

    private static readonly Dictionary<string, string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Authorization"] = "is a secret; use authorization: { credentials_file: … } instead",
        ["Proxy-Authorization"] = "is a secret, and a proxy that wants one is not supported; remove it",
        ["Content-Type"] = "is set by content_type; remove it",
        ["Content-Length"] = SetByProbe,
        ["Transfer-Encoding"] = SetByProbe,
        ["Accept-Encoding"] = "would have the answer compressed, which a probe does not time; remove it",
        ["Connection"] = "is set by connection: new or reuse; remove it",
        ["Keep-Alive"] = "is set by connection: new or reuse; remove it",
        ["Upgrade"] = SetByProbe,
        ["Expect"] = SetByProbe,
        ["TE"] = SetByProbe,
        ["Trailer"] = SetByProbe,
        ["traceparent"] = "is set by the probe itself, new for every request; remove it",
        ["tracestate"] = SetByProbe,
    };

    public static ValueList<HeaderConfig> Read(Section section, string key)
    {
        var errors = section.Reading.Errors;
        var node = section.Find(key, Presence.Defaulted);
        if (node is not YamlMap map)
        {
            if (node is not null)
            {
                errors.Add(node, $"must be a map (Name: value), but is {node.Kind}");
            }

            return ValueList<HeaderConfig>.Empty;
        }

        var names = new UniqueNames(StringComparer.OrdinalIgnoreCase);
        var headers = new List<HeaderConfig>();
        foreach (var entry in map.Entries)
        {
            if ((NameProblem(entry.Key) ?? names.Problem(entry.Key, entry.KeyPlace)) is { } wrongName)
            {
                errors.Add(entry.KeyPlace, map.PathOf(entry.Key), wrongName);
            }
            else if (ValueProblem(entry.Value) is { } wrongValue)
            {
                errors.Add(entry.Value, wrongValue);
            }
            else if (entry.Value is YamlScalar value)
            {
                headers.Add(new HeaderConfig(entry.Key, value.Text));
            }
        }

        // Their order means nothing; sorted, two files that differ in it alone are the same configuration.
        return new ValueList<HeaderConfig>(headers.OrderBy(static header => header.Name, StringComparer.OrdinalIgnoreCase));
    }

    private static string? NameProblem(string name) =>
        !Texts.IsToken(name) ? "not a header name (letters, digits and - without spaces)" : Reserved.GetValueOrDefault(name);

    /// <summary>Null also for what was refused while the tree was built.</summary>
    private static string? ValueProblem(YamlNode value) => value switch
    {
        YamlScalar { IsNull: true } => "has no value",
        YamlScalar scalar => HeaderValues.Problem(scalar.Text),
        YamlRefused => null,
        _ => $"must be a single value, but is {value.Kind}",
    };
}
