namespace Exporter.Gpu;

/// <summary>Why a GPU could not be read.</summary>
/// <param name="Scope">How far the failure reaches.</param>
/// <param name="Reason">Closed set, snake case: the driver's code by name, such as <c>gpu_is_lost</c>.</param>
/// <param name="Words">For a person: what it means and what to do about it.</param>
internal sealed record GpuFailure(GpuFailureScope Scope, string Reason, string Words);
