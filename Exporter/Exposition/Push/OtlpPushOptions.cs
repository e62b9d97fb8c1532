namespace Exporter.Exposition.Push;

/// <summary>A collector that takes OTLP over http/protobuf.</summary>
internal sealed record OtlpPushOptions
{
    /// <summary>Base address or full address; <c>/v1/metrics</c> is added where it is missing.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>Time between two pushes; at least one second.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Sent with every push, for authentication. Never logged.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
