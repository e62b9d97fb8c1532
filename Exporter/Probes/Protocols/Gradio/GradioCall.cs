using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols.Gradio;

/// <summary>One call of one function: whom it goes to, what it asks, and who judges the outputs.</summary>
internal sealed record GradioCall
{
    private const string SessionCharacters = "0123456789abcdefghijklmnopqrstuvwxyz";

    public required TargetConfig Target { get; init; }

    public required GradioProbeConfig Config { get; init; }

    public required GradioApp App { get; init; }

    public required GradioFunction Function { get; init; }

    public required HttpTransport Transport { get; init; }

    public required ProbeRun Run { get; init; }

    /// <summary>Header <c>Authorization</c>; null means none.</summary>
    public required string? Credentials { get; init; }

    /// <summary>Judges the outputs of a function that has ended well.</summary>
    public required Func<JsonElement, ProbeResult> Judge { get; init; }

    /// <summary>A session of its own for every call: what an earlier one left in the app is not found again.</summary>
    public string Session { get; } = RandomNumberGenerator.GetString(SessionCharacters, 11);

    /// <summary>The function's name, ready to stand in a path.</summary>
    public string EscapedName => string.Join('/', Function.Name.Split('/').Select(Uri.EscapeDataString));

    /// <summary>The arguments as a request has them.</summary>
    /// <param name="more">Further properties of the object, each with a comma in front.</param>
    public byte[] Arguments(string more = "") => Encoding.UTF8.GetBytes($$"""{"data":{{Config.Data}}{{more}}}""");

    /// <summary>The arguments as the queue wants them.</summary>
    /// <param name="eventId">The call's id where it has one already, JSON.</param>
    public byte[] QueuedArguments(string? eventId = null)
    {
        var id = eventId is null ? string.Empty : $",\"event_id\":{eventId}";
        return Arguments($",\"event_data\":null,\"fn_index\":{Function.Index},\"session_hash\":\"{Session}\"{id}");
    }

    /// <param name="path">Below the app's prefix.</param>
    public Func<HttpRequestMessage> Post(string path, byte[] body) => Request(HttpMethod.Post, path, body);

    /// <param name="path">Below the app's prefix.</param>
    public Func<HttpRequestMessage> Get(string path) => Request(HttpMethod.Get, path, null);

    private Func<HttpRequestMessage> Request(HttpMethod method, string path, byte[]? body)
    {
        var builder = new RequestBuilder(Target, Config, App.Prefix + path);
        return () => builder.Build(method, body, "application/json", Credentials);
    }
}
