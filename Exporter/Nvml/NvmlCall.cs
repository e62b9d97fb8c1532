using Exporter.Nvml.Native;

namespace Exporter.Nvml;

/// <summary>A question to a device that was written down.</summary>
/// <param name="Gpu">The library's index.</param>
/// <param name="Function">Exported name.</param>
/// <param name="Which">What it was asked for, such as a clock domain or a field id; 0 where there is nothing to choose.</param>
/// <param name="Code">The answer; <see cref="NvmlReturn.FunctionNotFound"/> also where the library does not have the function.</param>
/// <param name="Took">Null for what was not a call of its own, as one field of a batch.</param>
internal readonly record struct NvmlCall(int Gpu, string Function, uint Which, NvmlReturn Code, TimeSpan? Took);
