using Exporter.Nvml.Native;
using Microsoft.Extensions.Logging;

namespace Exporter.Nvml;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "Loaded {Path}.")]
    public static partial void Loaded(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Debug, Message = "GPU {Gpu} does not support {Function} ({Which}): {Code}.")]
    public static partial void Unsupported(ILogger logger, int gpu, string function, uint which, NvmlReturn code);
}
