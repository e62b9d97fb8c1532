namespace Exporter.Gpu.Readings;

/// <summary>What came of reading a GPU: a reading, or why there is none.</summary>
internal sealed record GpuReadResult
{
    private GpuReadResult()
    {
    }

    /// <summary>Who the GPU is; null only when a failure came before that could be learned.</summary>
    public GpuIdentity? Identity { get; private init; }

    public GpuReading? Reading { get; private init; }

    public GpuFailure? Failure { get; private init; }

    public static GpuReadResult Read(GpuIdentity identity, GpuReading reading) => new() { Identity = identity, Reading = reading };

    public static GpuReadResult Failed(GpuIdentity? identity, GpuFailure failure) => new() { Identity = identity, Failure = failure };
}
