using System.Text.Json.Serialization;
using Exporter.Configuration.Client;

namespace Exporter.Configuration.Probes;

/// <summary>What every probe has, whatever its protocol.</summary>
[JsonDerivedType(typeof(HttpProbeConfig))]
[JsonDerivedType(typeof(OpenAiChatProbeConfig))]
[JsonDerivedType(typeof(GradioProbeConfig))]
[JsonDerivedType(typeof(StreamlitProbeConfig))]
[JsonDerivedType(typeof(KserveHttpProbeConfig))]
[JsonDerivedType(typeof(KserveGrpcProbeConfig))]
[JsonDerivedType(typeof(GrpcHealthProbeConfig))]
[JsonDerivedType(typeof(TcpProbeConfig))]
[JsonDerivedType(typeof(OpenAiCompletionProbeConfig))]
[JsonDerivedType(typeof(OpenAiEmbeddingsProbeConfig))]
[JsonDerivedType(typeof(RerankProbeConfig))]
[JsonDerivedType(typeof(TeiEmbedProbeConfig))]
[JsonDerivedType(typeof(TgiGenerateProbeConfig))]
[JsonDerivedType(typeof(OllamaProbeConfig))]
internal abstract record ProbeConfig
{
    /// <summary>Label <c>probe</c>; unique within the target; same characters as a target's name. Default: the type's name.</summary>
    public required string Name { get; init; }

    public abstract ProbeType Type { get; }

    /// <summary>Whether its answers have a moment of the first token that an objective can be set for.</summary>
    public virtual bool MeasuresFirstToken => false;

    /// <summary>Whether the protocol asks for the target's model by name, which must then be set.</summary>
    public virtual bool NeedsModel => false;

    /// <summary>Whether the same question should get the same answer; false where the model samples.</summary>
    public virtual bool IsDeterministic => true;

    /// <summary>Time between the starts of two probes; 1 s to 24 h; default 15 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Bound of one probe from connect to the last byte; 10 ms to less than <see cref="Interval"/>; default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Default <see cref="ConnectionMode.New"/>: every probe pays resolve, connect and TLS like a new client.</summary>
    public ConnectionMode Connection { get; init; } = ConnectionMode.New;

    /// <summary>Request headers besides those the protocol sets.</summary>
    public ValueList<HeaderConfig> Headers { get; init; } = ValueList<HeaderConfig>.Empty;

    /// <summary>Header <c>Authorization</c>; null means none.</summary>
    public AuthorizationConfig? Authorization { get; init; }

    /// <summary>Answers with a longer body fail as <c>body_too_large</c>; 1 KiB to 64 MiB; default 1 MiB.</summary>
    public long BodySizeLimitBytes { get; init; } = 1024 * 1024;

    /// <summary>Most tokens, input and output, that the probe may cost in any hour; further ticks are skipped. 1 to 1 000 000 000; null means no bound.</summary>
    public long? TokenBudgetPerHour { get; init; }

    /// <summary>Whether a tick is skipped while requests wait at the server, at most three in a row; asks its <c>/metrics</c>, or the queue of a Gradio app. Default false.</summary>
    public bool SkipWhenBusy { get; init; }

    /// <summary>How the server is reached; its keys stand in the probe itself.</summary>
    public ClientConfig Client { get; init; } = new();

    /// <summary>Questions with known answers; null means none.</summary>
    public QualityConfig? Quality { get; init; }

    /// <summary>The probe that asks a case's question instead of its own; null where the protocol has no question to vary.</summary>
    public virtual ProbeConfig? Asking(QualityCaseConfig one) => null;
}
