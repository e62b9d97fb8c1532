using System.Globalization;
using System.Text;
using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Probes.Judging;

namespace Exporter.Probes.Manners;

/// <summary>Reads from what a server says of itself how many requests wait for their turn.</summary>
internal static class QueueLength
{
    /// <summary>vLLM and SGLang serve these beside inference. llama.cpp is left out: its metrics stand in the same queue as its requests.</summary>
    private static readonly string[] Names = ["vllm:num_requests_waiting", "sglang:num_queue_reqs"];

    /// <summary>Where to ask; the first that knows is right. A Gradio app has its page elsewhere since version 5, and llama.cpp has none that does not wait itself.</summary>
    /// <param name="server">Which program it is; null where nobody said.</param>
    public static IReadOnlyList<string> PathsOf(ProbeType type, ServerKind? server) => (type, server) switch
    {
        (ProbeType.Gradio, _) => ["/gradio_api/queue/status", "/queue/status"],
        (_, ServerKind.LlamaCpp) => [],
        _ => ["/metrics"],
    };

    /// <returns>Null where the answer tells no such number.</returns>
    public static double? Of(ProbeType type, ReadOnlyMemory<byte> answer) => type is ProbeType.Gradio ? OfStatus(answer) : OfExposition(answer.Span);

    private static double? OfStatus(ReadOnlyMemory<byte> json)
    {
        using var document = JsonText.TryParse(json, out _);
        return document is null ? null : JsonText.CountOf(document.RootElement, "queue_size");
    }

    /// <returns>The sum over engines.</returns>
    private static double? OfExposition(ReadOnlySpan<byte> exposition)
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
