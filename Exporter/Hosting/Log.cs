using Microsoft.Extensions.Logging;

namespace Exporter.Hosting;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Starting modelhost-exporter {Version} ({Revision}, {Runtime}) with {Source}: {Targets} targets, {Probes} probes.")]
    public static partial void Starting(ILogger logger, string version, string revision, string runtime, string source, int targets, int probes);

    [LoggerMessage(Level = LogLevel.Information, Message = "Serving metrics on {Address}.")]
    public static partial void Serving(ILogger logger, Uri address);

    [LoggerMessage(Level = LogLevel.Error, Message = "Not started: {Reason}")]
    public static partial void NotStarted(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopped.")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The stop took longer than {Bound}; leaving what is left behind.")]
    public static partial void StopBoundHit(ILogger logger, TimeSpan bound);

    [LoggerMessage(Level = LogLevel.Information, Message = "Configuration {Source} taken over ({Cause}): digest {Digest}, {Targets} targets.")]
    public static partial void Reloaded(ILogger logger, string source, string cause, string digest, int targets);

    [LoggerMessage(Level = LogLevel.Information, Message = "Configuration {Source} is unchanged ({Cause}).")]
    public static partial void ReloadUnchanged(ILogger logger, string source, string cause);

    [LoggerMessage(Level = LogLevel.Error, Message = "Configuration {Source} has {Count} errors ({Cause}); the one before stays in force.")]
    public static partial void ReloadRefused(ILogger logger, string source, int count, string cause);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Mistake}")]
    public static partial void ConfigMistake(ILogger logger, string mistake);

    [LoggerMessage(Level = LogLevel.Error, Message = "The reload failed with an unexpected error. Please report this.")]
    public static partial void ReloadFailed(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Section '{Section}' changed; that takes effect with a restart.")]
    public static partial void NeedsRestart(ILogger logger, string section);

    [LoggerMessage(Level = LogLevel.Information, Message = "Target {Target} is put into maintenance for {Duration} by /-/maintenance: nothing is probed.")]
    public static partial void MaintenanceBegun(ILogger logger, string target, TimeSpan duration);

    [LoggerMessage(Level = LogLevel.Information, Message = "Target {Target} is taken out of maintenance by /-/maintenance; windows of its configuration stay.")]
    public static partial void MaintenanceEnded(ILogger logger, string target);

    [LoggerMessage(Level = LogLevel.Error, Message = "No sign of life to systemd: the self check failed. It restarts the service if this goes on.")]
    public static partial void WatchdogWithheld(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "Discovery sees {Count} servers that could be targets: {Servers}. 'modelhost-exporter discover' prints a configuration for them.")]
    public static partial void ServersSeen(ILogger logger, int count, string servers);
}
