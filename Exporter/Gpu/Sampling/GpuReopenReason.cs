namespace Exporter.Gpu.Sampling;

/// <summary>Why a session ended.</summary>
/// <param name="AtOnce">Whether it is opened anew without a pause: the driver is well, only the session is of no use any more.</param>
internal sealed record GpuReopenReason(GpuFailure Failure, bool AtOnce);
