using System.Globalization;
using System.Net;
using System.Text;

namespace Exporter.Traffic.Processes;

/// <summary>Docker's process that listens on a published port of the host and passes everything on to a container.</summary>
/// <param name="PublishedPort">On the host.</param>
/// <param name="Address">Of the container; null where the command line does not say.</param>
/// <param name="Port">In the container.</param>
internal sealed record PortProxy(int PublishedPort, IPAddress? Address, int Port)
{
    /// <summary>Its <c>comm</c>.</summary>
    public const string ProcessName = "docker-proxy";

    /// <summary>From <c>/proc/PID/cmdline</c>; which every user may read; null where the ports do not stand there.</summary>
    public static PortProxy? Parse(ReadOnlySpan<byte> commandLine)
    {
        var words = Encoding.UTF8.GetString(commandLine).Split('\0');
        string? After(string flag) => Array.IndexOf(words, flag) is >= 0 and var at && at + 1 < words.Length ? words[at + 1] : null;
        int? Port(string flag) => int.TryParse(After(flag), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;
        return Port("-host-port") is { } published && Port("-container-port") is { } port
            ? new PortProxy(published, IPAddress.TryParse(After("-container-ip"), out var address) ? address : null, port)
            : null;
    }
}
