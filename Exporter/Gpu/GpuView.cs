using Exporter.Gpu.Events;
using Exporter.Gpu.Metrics;
using Exporter.Gpu.Readings;

namespace Exporter.Gpu;

/// <summary>One GPU as a scrape sees it. Immutable.</summary>
internal sealed record GpuView
{
    public required int Index { get; init; }

    /// <summary>Null while the GPU has never been read since the daemon started.</summary>
    public GpuIdentity? Identity { get; init; }

    /// <summary>Null before the first result and while a reading is overdue.</summary>
    public GpuSnapshot? Snapshot { get; init; }

    /// <summary>Whether the driver no longer enumerates a GPU that it did enumerate before.</summary>
    public bool IsMissing { get; init; }

    /// <summary>Its Xid errors; events, which stay true while the GPU cannot be read.</summary>
    public IReadOnlyList<XidCount> Xids { get; init; } = [];

    public GpuReading? Reading => Snapshot?.Reading;

    /// <summary>What is known of the hardware's state; null while nothing is.</summary>
    public GpuStatus? Status => this switch
    {
        { IsMissing: true } => GpuStatus.Failed,
        { Snapshot.Failure.Scope: GpuFailureScope.Card } => GpuStatus.Failed,
        { Snapshot.Reading: { } reading } => reading.Health.Status,
        _ => null,
    };
}
