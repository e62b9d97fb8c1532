using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Exporter.Benchmarks.Harness;

/// <summary>What a reader must know of the machine to read the figures.</summary>
internal static class Machine
{
    public static string Describe() =>
        $"{Environment.ProcessorCount} cores, {RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}, "
        + $"{RuntimeInformation.FrameworkDescription}; {string.Join(", ", Peers.Versions())}; load before the run {LoadAverage()}";

    /// <summary>Keeps this process, the client, on the second core; the programs get the first.</summary>
    public static void PinClient()
    {
        if (OperatingSystem.IsLinux())
        {
            using var self = Process.GetCurrentProcess();
            self.ProcessorAffinity = 2;
        }
    }

    private static string LoadAverage() => File.ReadAllText("/proc/loadavg").Split(' ')[0];
}
