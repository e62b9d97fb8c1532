using System.Diagnostics;

namespace Exporter.Benchmarks.Harness;

/// <summary>The exporters of Debian that stand beside ours. A peer that is not installed is named and left out.</summary>
internal static class Peers
{
    private const string GoAllocations = "go_memstats_alloc_bytes_total";
    private const string NodeExporter = "prometheus-node-exporter";
    private const string BlackboxExporter = "prometheus-blackbox-exporter";

    public static ProgramUnderTest? Node(TextWriter notes) => Find(NodeExporter, notes) is { } file
        ? new("node_exporter", file, port => [$"--web.listen-address=127.0.0.1:{port}"], "/metrics", GoAllocations)
        : null;

    public static ProgramUnderTest? Blackbox(TextWriter notes, string configuration) => Find(BlackboxExporter, notes) is { } file
        ? new(
            "blackbox_exporter",
            file,
            port => [$"--config.file={configuration}", $"--web.listen-address=127.0.0.1:{port}", "--log.level=error"],
            "/metrics",
            GoAllocations)
        : null;

    /// <summary>What blackbox_exporter shall do: one plain HTTP probe, as ours does.</summary>
    public static void WriteBlackboxConfiguration(string file) => File.WriteAllText(file, """
        modules:
          plain:
            prober: http
            timeout: 5s
            http:
              preferred_ip_protocol: ip4
        """);

    /// <summary>First line of <c>--version</c> of every peer that is there.</summary>
    public static IEnumerable<string> Versions()
    {
        foreach (string name in new[] { NodeExporter, BlackboxExporter })
        {
            if (Find(name, TextWriter.Null) is { } file)
            {
                using var process = Process.Start(
                    new ProcessStartInfo(file, "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
                string text = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
                yield return text.Split('\n')[0].Split(" (")[0].Replace(", version", "", StringComparison.Ordinal);
            }
        }
    }

    private static string? Find(string name, TextWriter notes)
    {
        string? file = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
        if (file is null)
        {
            notes.WriteLine($"{name} is not installed: its column is missing (Debian: apt-get install {name}).");
        }

        return file;
    }
}
