using System.Globalization;
using System.Text.Json;
using Exporter.Probes.Judging;

namespace Exporter.Probes.Protocols;

/// <summary>What <c>GET /config</c> of a Gradio app says that a caller needs.</summary>
internal sealed record GradioApp
{
    private const int NamesShown = 10;

    /// <summary>As the app gives it, such as <c>5.45.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary>
    /// Where a function is called with POST, without its name. From 4.20 on the call is queued and answers with the id of an
    /// event stream; before, the answer itself comes back.
    /// </summary>
    public required string CallPath { get; init; }

    /// <summary>Whether <see cref="CallPath"/> answers with the id of an event stream.</summary>
    public required bool AnswersByEvents { get; init; }

    /// <summary>The app's named functions and whether each streams.</summary>
    public required IReadOnlyDictionary<string, bool> Functions { get; init; }

    /// <summary>Whether a function sends its answer piece by piece; false for one that is unknown.</summary>
    public bool Streams(string function) => Functions.TryGetValue(function, out var streams) && streams;

    /// <summary>Says that the app does not have a function, and which it has; null where it has it.</summary>
    public string? Missing(string function)
    {
        if (Functions.ContainsKey(function))
        {
            return null;
        }

        var names = string.Join(", ", Functions.Keys.Take(NamesShown));
        return $"the app (Gradio {Version}) has no function '{function}', but {(names.Length == 0 ? "none with a name" : names)}";
    }

    /// <returns>Null when the document is no configuration of a Gradio app.</returns>
    public static GradioApp? Read(JsonElement config)
    {
        if (JsonText.StringOf(config, "version") is not { } version || !TryParse(version, out var major, out var minor)
            || JsonText.Property(config, "dependencies") is not { ValueKind: JsonValueKind.Array } dependencies)
        {
            return null;
        }

        var prefix = major >= 5 ? (JsonText.StringOf(config, "api_prefix") ?? "/gradio_api").TrimEnd('/') : string.Empty;
        var answersByEvents = (major, minor).CompareTo((4, 20)) >= 0;
        return new GradioApp
        {
            Version = version,
            CallPath = prefix + (answersByEvents ? "/call/" : "/run/"),
            AnswersByEvents = answersByEvents,
            Functions = FunctionsOf(dependencies),
        };
    }

    private static Dictionary<string, bool> FunctionsOf(JsonElement dependencies)
    {
        var functions = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var dependency in dependencies.EnumerateArray())
        {
            // A function that is kept from callers has false for its name.
            if (JsonText.StringOf(dependency, "api_name") is { } name)
            {
                functions[name] = JsonText.Property(dependency, "types") is { } types
                    && JsonText.Property(types, "generator") is { ValueKind: JsonValueKind.True };
            }
        }

        return functions;
    }

    private static bool TryParse(string version, out int major, out int minor)
    {
        minor = 0;
        var parts = version.Split('.');
        return int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out major)
            && parts.Length > 1
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out minor);
    }
}
