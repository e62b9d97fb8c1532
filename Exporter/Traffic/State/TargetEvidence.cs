using Exporter.Traffic.Sockets;

namespace Exporter.Traffic.State;

/// <summary>Everything that is known of a target at one moment. Null means "not known", never "no".</summary>
internal sealed record TargetEvidence
{
    /// <summary>Its probes; empty where it has none.</summary>
    public IReadOnlyList<ProbeEvidence> Probes { get; init; } = [];

    /// <summary>The sockets of its port; null where nobody listens there or they are not watched.</summary>
    public SocketReading? Sockets { get; init; }

    /// <summary>Whether somebody listens on its port; null where that is not watched or could not be seen.</summary>
    public bool? IsListening { get; init; }

    /// <summary>What it says of itself; null where it is not asked or the last answer is too old.</summary>
    public ServerFacts? Server { get; init; }

    public GpuEvidence? Gpu { get; init; }

    /// <summary>When the oldest of its processes was started; null where none is seen.</summary>
    public DateTimeOffset? ProcessStart { get; init; }

    /// <summary>The probes whose answer proves that the server works: those that ask the model, or else all.</summary>
    public IEnumerable<ProbeEvidence> Deciding => Probes.Any(p => p.AsksModel) ? Probes.Where(p => p.AsksModel) : Probes;

    /// <summary>Whether some probe's last run found this.</summary>
    public bool Finds(ProbeFinding finding) => Probes.Any(p => p.Finding == finding);

    /// <summary>The same, and not for the first time.</summary>
    public bool Repeats(ProbeFinding finding) => Probes.Any(p => p.Finding == finding && p.IsRepeated);

    /// <summary>Whether a deciding probe's last run was answered.</summary>
    public bool IsAnswering => Deciding.Any(p => p.Finding == ProbeFinding.Answered);
}
