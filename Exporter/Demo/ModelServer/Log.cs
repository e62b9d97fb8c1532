using Microsoft.Extensions.Logging;

namespace Exporter.Demo.ModelServer;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "The demo model server listens on {Address}.")]
    public static partial void Started(ILogger logger, Uri address);

    [LoggerMessage(Level = LogLevel.Information, Message = "The demo model server's fault is now {Fault}.")]
    public static partial void FaultSwitched(ILogger logger, Fault fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The demo model server did not stop within {Bound}.")]
    public static partial void StopBoundHit(ILogger logger, TimeSpan bound);

    [LoggerMessage(Level = LogLevel.Error, Message = "The demo model server failed on {Path} with an unexpected error. Please report this.")]
    public static partial void RequestFailed(ILogger logger, Exception exception, string path);
}
