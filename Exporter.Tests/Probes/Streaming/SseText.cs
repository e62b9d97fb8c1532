using System.Text;
using Exporter.Probes.Streaming;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Streaming;

/// <summary>Reads a whole stream and writes its items as text, one a line, for comparison.</summary>
internal static class SseText
{
    public static Task<string[]> ReadAsync(string text, int maxEventBytes = 1 << 20, long maxTotalBytes = 1 << 24) =>
        ReadAsync([Encoding.UTF8.GetBytes(text)], maxEventBytes, maxTotalBytes);

    public static async Task<string[]> ReadAsync(IEnumerable<byte[]> pieces, int maxEventBytes = 1 << 20, long maxTotalBytes = 1 << 24)
    {
        var clock = new ManualTimeProvider();
        await using var stream = new PieceStream(clock, [.. pieces.Select(piece => (0, piece))]);
        using var reader = new ServerSentEventReader(stream, clock, maxEventBytes, maxTotalBytes);
        var items = new List<string>();
        while (true)
        {
            var item = await reader.ReadAsync(CancellationToken.None);
            if (item is StreamItem.End or StreamItem.TooLarge)
            {
                items.Add(item == StreamItem.End ? $"end, {reader.Comments} comments" : "too large");
                return [.. items];
            }

            items.Add($"{item} {reader.EventName}|{Encoding.UTF8.GetString(reader.Data.Span)}");
        }
    }
}
