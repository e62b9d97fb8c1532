using System.Globalization;
using System.Text;

namespace Exporter.Probes.Manners;

/// <summary>Reads from a server's own metrics how many requests wait for their turn.</summary>
internal static class QueueLength
{
    /// <summary>vLLM and SGLang serve these beside inference. llama.cpp is left out: its metrics stand in the same queue as its requests.</summary>
    private static readonly string[] Names = ["vllm:num_requests_waiting", "sglang:num_queue_reqs"];

    /// <returns>The sum over engines; null where the text tells no such number.</returns>
    public static double? Of(ReadOnlySpan<byte> exposition)
    {
        double? waiting = null;
        foreach (var line in Encoding.UTF8.GetString(exposition).Split('\n'))
        {
            if (Array.Exists(Names, name => IsSampleOf(line, name))
                && double.TryParse(line.AsSpan(line.LastIndexOf(' ') + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                && value > 0)
            {
                waiting = (waiting ?? 0) + value;
            }
        }

        return waiting;
    }

    private static bool IsSampleOf(string line, string name) =>
        line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] is '{' or ' ';
}
