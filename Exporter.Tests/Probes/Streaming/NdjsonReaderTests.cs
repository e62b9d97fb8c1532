using System.Text;
using Exporter.Probes.Streaming;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Exporter.Tests.Probes.Streaming;

public class NdjsonReaderTests
{
    private static readonly string[] Lines = ["{\"a\":1}", "{\"b\":\"ü水\"}", "  {\"c\":3} ", "", "   "];

    [TestCase("{\"a\":1}\n{\"b\":2}\n", "Event {\"a\":1}", "Event {\"b\":2}", "End ")]
    [TestCase("{\"a\":1}\r\n\r\n\n{\"b\":2}\r\n", "Event {\"a\":1}", "Event {\"b\":2}", "End ")]
    [TestCase("{\"a\":1}\n{\"b\"", "Event {\"a\":1}", "Unterminated {\"b\"", "End ")]
    [TestCase("\uFEFF{\"a\":1}\n", "Event {\"a\":1}", "End ")]
    [TestCase("", "End ")]
    public async Task Every_line_that_is_not_blank_is_an_event(string text, params string[] items) =>
        Assert.That(await ReadAsync([Encoding.UTF8.GetBytes(text)]), Is.EqualTo(items));

    [Test]
    public async Task A_line_beyond_the_bound_ends_it() =>
        Assert.That((await ReadAsync([Encoding.UTF8.GetBytes(new string('x', 5000))], maxLine: 1024))[^1], Is.EqualTo("TooLarge "));

    [Test]
    public async Task A_stream_beyond_the_bound_ends_it() =>
        Assert.That((await ReadAsync(Enumerable.Repeat("{}\n"u8.ToArray(), 100), maxTotal: 30))[^1], Is.EqualTo("TooLarge "));

    [Test]
    public async Task An_event_is_stamped_when_its_bytes_were_read()
    {
        var clock = new ManualTimeProvider();
        var begun = clock.GetTimestamp();
        await using var stream = new PieceStream(clock, (10, "{\"a\":"u8.ToArray()), (20, "1}\n{\"b\":2}\n"u8.ToArray()));
        using var reader = new NdjsonReader(stream, clock, 1024, 1024);

        await reader.ReadAsync(CancellationToken.None);

        Assert.That(clock.GetElapsedTime(begun, reader.Timestamp).TotalMilliseconds, Is.EqualTo(30));
    }

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property However_the_bytes_are_split_the_events_are_the_same() => Prop.ForAll(
        Gen.Zip(Gen.Elements(Lines), Gen.Elements("\n", "\r\n")).ListOf().Select(parts => string.Concat(parts.Select(part => part.Item1 + part.Item2))).ToArbitrary(),
        Gen.Choose(1, 7).ToArbitrary(),
        (text, size) =>
        {
            var whole = ReadAsync([Encoding.UTF8.GetBytes(text)]).GetAwaiter().GetResult();
            var pieces = ReadAsync(Encoding.UTF8.GetBytes(text).Chunk(size)).GetAwaiter().GetResult();
            return pieces.SequenceEqual(whole).Label($"{string.Join(" / ", pieces)} instead of {string.Join(" / ", whole)}");
        });

    private static async Task<string[]> ReadAsync(IEnumerable<byte[]> pieces, int maxLine = 1 << 20, long maxTotal = 1 << 24)
    {
        var clock = new ManualTimeProvider();
        await using var stream = new PieceStream(clock, [.. pieces.Select(piece => (0, piece))]);
        using var reader = new NdjsonReader(stream, clock, maxLine, maxTotal);
        var items = new List<string>();
        while (true)
        {
            var item = await reader.ReadAsync(CancellationToken.None);
            var ends = item is StreamItem.End or StreamItem.TooLarge;
            items.Add($"{item} {(ends ? "" : Encoding.UTF8.GetString(reader.Data.Span).Trim())}");
            if (ends)
            {
                return [.. items];
            }
        }
    }
}
