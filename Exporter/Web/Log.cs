using Microsoft.Extensions.Logging;

namespace Exporter.Web;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "Serving on {Address}.")]
    public static partial void Serving(ILogger logger, Uri address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Host}:{Port} is reachable from other machines and nobody has to authenticate; see --web.config.file.")]
    public static partial void NoAuthentication(ILogger logger, string host, int port);

    [LoggerMessage(Level = LogLevel.Error, Message = "A {Method} of {Path} failed with an unexpected error; the exporter goes on. Please report this.")]
    public static partial void RequestFailed(ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Open} connections are open and no more can be afforded; the ones idle longest are closed for new ones ({Count} since this was last said).")]
    public static partial void ConnectionsExhausted(ILogger logger, int open, long count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Requests in progress did not end within {Bound}; they were broken off.")]
    public static partial void StopBoundHit(ILogger logger, TimeSpan bound);

    [LoggerMessage(Level = LogLevel.Information, Message = "The web configuration {Path} or a file it names has changed and is in force.")]
    public static partial void WebConfigReloaded(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Warning}")]
    public static partial void WebConfigWarning(ILogger logger, string warning);

    [LoggerMessage(Level = LogLevel.Error, Message = "The changed web configuration {Path} is not used, the one before stays in force: {Errors}")]
    public static partial void WebConfigRefused(ILogger logger, string path, string errors);
}
