using System.Globalization;
using System.Text.Json;
using Exporter.Probes.Judging;

namespace Exporter.Probes.Protocols.Gradio;

/// <summary>What <c>GET /config</c> of a Gradio app says that a caller needs.</summary>
internal sealed record GradioApp
{
    private const int NamesShown = 10;

    /// <summary>As the app gives it, such as <c>5.45.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Stands before every path but that of <c>/config</c>; empty before version 5.</summary>
    public required string Prefix { get; init; }

    /// <summary>Whether the app has <c>/call/</c>, which came with 4.20.</summary>
    public required bool HasCall { get; init; }

    public required GradioQueueKind Queue { get; init; }

    /// <summary>Whether the queue sends every piece of an answer but the first as changes to the one before, as since 4.17.</summary>
    public required bool SendsChanges { get; init; }

    /// <summary>The app's functions by name; one without a name is kept from callers.</summary>
    public required IReadOnlyDictionary<string, GradioFunction> Functions { get; init; }

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

        // The first that named it was 4.0.
        var protocol = JsonText.StringOf(config, "protocol") ?? (major >= 4 ? "sse_v3" : "ws");
        return new GradioApp
        {
            Version = version,
            Prefix = major >= 5 ? (JsonText.StringOf(config, "api_prefix") ?? "/gradio_api").TrimEnd('/') : string.Empty,
            HasCall = (major, minor).CompareTo((4, 20)) >= 0,
            Queue = protocol switch { "ws" => GradioQueueKind.Socket, "sse" => GradioQueueKind.StreamFirst, _ => GradioQueueKind.StreamLast },
            SendsChanges = protocol is not ("ws" or "sse" or "sse_v1"),
            Functions = FunctionsOf(dependencies, isQueuedByDefault: IsTrue(config, "enable_queue") ?? major >= 4),
        };
    }

    private static Dictionary<string, GradioFunction> FunctionsOf(JsonElement dependencies, bool isQueuedByDefault)
    {
        var functions = new Dictionary<string, GradioFunction>(StringComparer.Ordinal);
        var place = 0;
        foreach (var dependency in dependencies.EnumerateArray())
        {
            // A function that is kept from callers has false for its name. Numbers of their own came with 4.36; before, the place counts.
            if (JsonText.StringOf(dependency, "api_name") is { } name)
            {
                var index = (int?)JsonText.CountOf(dependency, "id") ?? place;
                var streams = JsonText.Property(dependency, "types") is { } types && IsTrue(types, "generator") == true;
                functions[name] = new GradioFunction(name, index, streams, IsTrue(dependency, "queue") ?? isQueuedByDefault);
            }

            place++;
        }

        return functions;
    }

    private static bool? IsTrue(JsonElement parent, string name) => JsonText.Property(parent, name)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static bool TryParse(string version, out int major, out int minor)
    {
        minor = 0;
        var parts = version.Split('.');
        return int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out major)
            && parts.Length > 1
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out minor);
    }
}
