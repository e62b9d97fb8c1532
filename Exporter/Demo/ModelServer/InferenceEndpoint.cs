using System.Text.Json;

namespace Exporter.Demo.ModelServer;

/// <summary>One way of asking the model. Endpoints are pure: the same request and context give the same reply.</summary>
internal abstract class InferenceEndpoint
{
    /// <summary>Paths that reach it; the first is the one to name in texts.</summary>
    public abstract IReadOnlyList<string> Paths { get; }

    /// <summary>Answers a request, or says what is wrong with it.</summary>
    public abstract Reply Answer(JsonElement request, RequestContext context);

    /// <summary>A failure in the shape of the server that this endpoint imitates.</summary>
    public abstract JsonReply Fail(int status, string type, string message, string? parameter = null);

    protected JsonReply Missing(string parameter, string expected) =>
        Fail(400, "BadRequestError", $"Field '{parameter}' must be {expected}.", parameter);

    /// <summary>A string property; null where it is missing or no string.</summary>
    protected static string? StringOf(JsonElement request, string name) =>
        request.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    protected static bool IsTrue(JsonElement request, string name) =>
        request.ValueKind == JsonValueKind.Object && request.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>Whether the property is missing or null.</summary>
    protected static bool IsAbsent(JsonElement request, string name) =>
        !request.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null;
}
