namespace Exporter.Probes;

/// <summary>Tokens of one exchange; null where nobody said.</summary>
internal sealed record TokenCounts
{
    /// <summary>Tokens of the prompt.</summary>
    public long? Input { get; init; }

    /// <summary>Generated tokens, reasoning included; see <see cref="Source"/>.</summary>
    public long? Output { get; init; }

    /// <summary>Tokens of the prompt that came from the server's prefix cache.</summary>
    public long? Cached { get; init; }

    /// <summary>Where <see cref="Output"/> comes from; the two are never mixed.</summary>
    public required TokenCountSource Source { get; init; }

    /// <summary>Those of the server where it has counted. One that counts nothing of what it generated has not: then its output is that of the chunks.</summary>
    public static TokenCounts? Of(TokenCounts? server, TokenCounts? chunks) =>
        chunks is null || server?.Output > 0 ? server : chunks with { Input = server?.Input, Cached = server?.Cached };

    /// <summary>These counts; what they lack is taken from others of the same exchange.</summary>
    public TokenCounts FilledFrom(TokenCounts? other) => other is null ? this : this with
    {
        Input = Input ?? other.Input,
        Output = Output ?? other.Output,
        Cached = Cached ?? other.Cached,
    };
}
