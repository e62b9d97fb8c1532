using Exporter.Traffic.State;
using Microsoft.Extensions.Logging;

namespace Exporter.Traffic;

internal static partial class Log
{
    public static void ProcessesSeen(ILogger logger, string reason)
    {
        switch (reason)
        {
            case "":
                ProcessesVisible(logger);
                break;
            case "no_permission":
                ProcessesRefused(logger);
                break;
            default:
                ProcessesHidden(logger);
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The processes of every target that listens are seen.")]
    private static partial void ProcessesVisible(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Some target's process cannot be seen (no_permission): its descriptors belong to another user. Run as the same user or with CAP_SYS_PTRACE to know whose GPU memory it is; everything else works.")]
    private static partial void ProcessesRefused(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Some target's process cannot be seen (holder_not_visible): its port is held by a process of another name space. Run in the host's process name space to know whose GPU memory it is; everything else works.")]
    private static partial void ProcessesHidden(ILogger logger);

    public static void SocketsRead(ILogger logger, string reason)
    {
        switch (reason)
        {
            case "":
                SocketsVisible(logger);
                break;
            case "netlink_refused":
                SocketsFromProc(logger);
                break;
            default:
                SocketsHidden(logger);
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The targets' sockets are read from the kernel.")]
    private static partial void SocketsVisible(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The kernel refuses to list sockets (netlink_refused): they are read from /proc/net/tcp, which does not tell the limit of an accept queue. A sandbox or a system-call filter forbids netlink sockets; with systemd add AF_NETLINK to RestrictAddressFamilies.")]
    private static partial void SocketsFromProc(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The targets' sockets cannot be read (not_readable): neither netlink nor /proc/net/tcp. Connections and accept queues are not known; everything else works.")]
    private static partial void SocketsHidden(ILogger logger);

    public static void StateEntered(ILogger logger, TargetState state, string target, string from, string to, string why)
    {
        if (state == TargetState.Ok)
        {
            StateGood(logger, target, from, to, why);
        }
        else
        {
            StateBad(logger, target, from, to, why);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Target {Target} went from {From} to {To}: {Why}.")]
    private static partial void StateGood(ILogger logger, string target, string from, string to, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Target {Target} went from {From} to {To}: {Why}.")]
    private static partial void StateBad(ILogger logger, string target, string from, string to, string why);
}
