namespace Exporter.Probes;

/// <summary>Where the time of one exchange went; null for a phase that was not gone through or not finished. Together they are the duration, but for what the client itself spends between them.</summary>
internal sealed record ProbePhases
{
    /// <summary>Name lookup; close to zero for a literal address.</summary>
    public TimeSpan? Resolve { get; init; }

    /// <summary>TCP connect, over all addresses tried.</summary>
    public TimeSpan? Connect { get; init; }

    /// <summary>TLS handshake.</summary>
    public TimeSpan? Tls { get; init; }

    /// <summary>From the ready connection to the headers of the answer.</summary>
    public TimeSpan? Processing { get; init; }

    /// <summary>From the headers to the end of the answer.</summary>
    public TimeSpan? Transfer { get; init; }

    /// <summary>Phase by phase the sum, where an exchange took several requests; null only where both are.</summary>
    public ProbePhases Plus(ProbePhases next) => new()
    {
        Resolve = Sum(Resolve, next.Resolve),
        Connect = Sum(Connect, next.Connect),
        Tls = Sum(Tls, next.Tls),
        Processing = Sum(Processing, next.Processing),
        Transfer = Sum(Transfer, next.Transfer),
    };

    private static TimeSpan? Sum(TimeSpan? one, TimeSpan? other) => one is null ? other : one + (other ?? TimeSpan.Zero);
}
