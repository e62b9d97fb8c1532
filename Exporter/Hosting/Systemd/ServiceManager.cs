using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Exporter.Hosting.Systemd;

/// <summary>Tells systemd how the service fares: datagrams to the socket in <c>NOTIFY_SOCKET</c> (sd_notify(3)).</summary>
/// <remarks>Without that variable every call does nothing. A lost datagram is never an error of the daemon.</remarks>
internal sealed class ServiceManager : IDisposable
{
    /// <summary>Bytes that the kernel has for the address of a Unix socket; a longer one cannot be anybody's.</summary>
    private const int LongestAddress = 107;

    /// <summary>Longer than any timer counts; who watches that rarely does not notice the difference.</summary>
    private static readonly TimeSpan longestWatchdog = TimeSpan.FromDays(1);

    private readonly Socket? socket;
    private readonly UnixDomainSocketEndPoint? address;

    /// <param name="environment">Reads an environment variable; null means not set.</param>
    public ServiceManager(Func<string, string?> environment)
    {
        WatchdogInterval = ReadWatchdog(environment);
        var path = environment("NOTIFY_SOCKET");
        if (string.IsNullOrEmpty(path) || path[0] is not ('/' or '@') || Encoding.UTF8.GetByteCount(path) > LongestAddress)
        {
            return;
        }

        // A leading @ is an address of the abstract name space, written with a NUL on the wire.
        address = new UnixDomainSocketEndPoint(path[0] == '@' ? "\0" + path[1..] : path);
        socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    }

    /// <summary>How long systemd waits for a sign of life (<c>WATCHDOG_USEC</c>); null where it does not watch this process.</summary>
    public TimeSpan? WatchdogInterval { get; }

    public void Ready(string status) => Send($"READY=1\nSTATUS={status}");

    public void Status(string status) => Send($"STATUS={status}");

    /// <summary>Begins a reload; <see cref="Ready"/> ends it.</summary>
    public void Reloading() =>
        Send(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000)}"));

    public void Stopping() => Send("STOPPING=1");

    public void Watchdog() => Send("WATCHDOG=1");

    public void Dispose() => socket?.Dispose();

    private static TimeSpan? ReadWatchdog(Func<string, string?> environment)
    {
        var meantFor = environment("WATCHDOG_PID");
        var isOurs = meantFor is null || meantFor == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return isOurs && long.TryParse(environment("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0
            ? TimeSpan.FromMicroseconds(Math.Min(microseconds, (long)longestWatchdog.TotalMicroseconds))
            : null;
    }

    private void Send(string state)
    {
        try
        {
            socket?.SendTo(Encoding.UTF8.GetBytes(state), address!);
        }
        catch (SocketException)
        {
            // The manager is gone or its queue is full; serving metrics goes on either way.
        }
    }
}
