using System.Net.WebSockets;
using Exporter.Probes.Transport;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Exporter.Tests.Probes.Transport;

public class WebSocketReaderProperties
{
    private static readonly byte[][] Messages = [[1, 2, 3], [], [.. Enumerable.Range(0, 300).Select(i => (byte)i)], [7]];

    /// <summary>However a message is cut into frames and the frames into segments.</summary>
    [FsCheck.NUnit.Property(MaxTest = 200)]
    public Property Messages_come_whole_however_they_are_cut() => Prop.ForAll(Sizes(), Sizes(), (frames, segments) =>
    {
        byte[] bytes = [.. Messages.SelectMany(message => Frames(message, frames))];
        var read = ReadAsync([.. Cut(bytes, segments)]).GetAwaiter().GetResult();
        return read.Select(Convert.ToHexString).SequenceEqual(Messages.Select(Convert.ToHexString));
    });

    private static Arbitrary<int[]> Sizes() => Gen.Choose(1, 90).ArrayOf().Where(sizes => sizes.Length > 0).ToArbitrary();

    private static async Task<List<byte[]>> ReadAsync(byte[][] segments)
    {
        var clock = new ManualTimeProvider();
        await using var stream = new PieceStream(clock, [.. segments.Select(segment => (1, segment))]);
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions());
        using var reader = new WebSocketReader(socket, clock, maxTotalBytes: 1000);
        var read = new List<byte[]>();
        while (read.Count < Messages.Length && await reader.ReadAsync(CancellationToken.None) == WebSocketItem.Binary)
        {
            Assert.That(reader.Timestamp, Is.EqualTo(clock.GetTimestamp()));
            read.Add(reader.Message.ToArray());
        }

        return read;
    }

    private static IEnumerable<byte> Frames(byte[] message, int[] sizes)
    {
        var pieces = message.Length == 0 ? [message] : Cut(message, sizes).ToList();
        for (var i = 0; i < pieces.Count; i++)
        {
            var first = (byte)((i == pieces.Count - 1 ? 0x80 : 0) | (i == 0 ? 2 : 0));
            foreach (var value in ScriptedWebSocket.Frame(pieces[i], first))
            {
                yield return value;
            }
        }
    }

    private static IEnumerable<byte[]> Cut(byte[] bytes, int[] sizes)
    {
        for (int at = 0, i = 0; at < bytes.Length; at += sizes[i++ % sizes.Length])
        {
            yield return bytes[at..Math.Min(bytes.Length, at + sizes[i % sizes.Length])];
        }
    }
}
