using System.Text;
using Exporter.Probes.Streaming;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Streaming;

public class ServerSentEventReaderTests
{
    [TestCase("data: a\n\ndata: b\n\n")]
    [TestCase("data: a\r\rdata: b\r\r")]
    [TestCase("data: a\r\n\r\ndata: b\r\n\r\n")]
    [TestCase("\uFEFFdata: a\n\ndata: b\n\n")]
    [TestCase("data:a\n\ndata:b\n\n")]
    [TestCase("id: 7\nretry: 10\ndata: a\n\nunknown: x\ndata: b\n\n")]
    public async Task Two_events_are_read_in_every_spelling(string text) =>
        Assert.That(await SseText.ReadAsync(text), Is.EqualTo(new[] { "Event |a", "Event |b", "end, 0 comments" }));

    [Test]
    public async Task Data_of_several_lines_is_joined() =>
        Assert.That(await SseText.ReadAsync("data: a\ndata:\ndata:  b\n\n"), Is.EqualTo(new[] { "Event |a\n\n b", "end, 0 comments" }));

    [Test]
    public async Task Names_belong_to_their_event_alone() =>
        Assert.That(
            await SseText.ReadAsync("event: error\ndata: a\n\ndata: b\n\nevent: lonely\n\ndata: c\n\n"),
            Is.EqualTo(new[] { "Event error|a", "Event |b", "Event |c", "end, 0 comments" }));

    [Test]
    public async Task Comments_are_counted_and_are_no_events() =>
        Assert.That(await SseText.ReadAsync(": ping\n\n:\n\ndata: a\n\n"), Is.EqualTo(new[] { "Event |a", "end, 2 comments" }));

    [Test]
    public async Task The_error_lines_of_llama_cpp_are_seen() =>
        Assert.That(
            await SseText.ReadAsync("data: a\n\nerror: {\"code\":500}\n\ndata: b\n\n"),
            Is.EqualTo(new[] { "Event |a", "Error |{\"code\":500}", "Event |b", "end, 0 comments" }));

    [TestCase("data: a\n\ndata: b")]
    [TestCase("data: a\n\ndata: b\n")]
    public async Task An_event_that_nothing_ends_is_told_apart(string text) =>
        Assert.That(await SseText.ReadAsync(text), Is.EqualTo(new[] { "Event |a", "Unterminated |b", "end, 0 comments" }));

    [Test]
    public async Task An_empty_stream_only_ends() => Assert.That(await SseText.ReadAsync(string.Empty), Is.EqualTo(new[] { "end, 0 comments" }));

    [Test]
    public async Task A_line_without_end_is_given_up_at_the_bound() =>
        Assert.That(await SseText.ReadAsync("data: a\n\ndata: " + new string('x', 50_000), maxEventBytes: 20_000), Is.EqualTo(new[] { "Event |a", "too large" }));

    [Test]
    public async Task An_event_of_too_many_lines_is_given_up_at_the_bound() =>
        Assert.That(
            await SseText.ReadAsync(string.Concat(Enumerable.Repeat("data: 0123456789\n", 5000)), maxEventBytes: 20_000),
            Is.EqualTo(new[] { "too large" }));

    [Test]
    public async Task A_stream_without_end_is_given_up_at_the_bound() =>
        Assert.That((await SseText.ReadAsync(string.Concat(Enumerable.Repeat(": ping\n\n", 5000)), maxTotalBytes: 20_000))[^1], Is.EqualTo("too large"));

    [Test]
    public async Task Lines_longer_than_the_first_buffer_are_whole()
    {
        var text = new string('y', 100_000);

        Assert.That(await SseText.ReadAsync($"data: {text}\n\ndata: b\n\n"), Is.EqualTo(new[] { $"Event |{text}", "Event |b", "end, 0 comments" }));
    }

    [Test]
    public async Task A_carriage_return_ends_the_event_without_waiting_for_what_follows()
    {
        var clock = new ManualTimeProvider();
        await using var stream = new PieceStream(clock, (5, "data: a\r\r"u8.ToArray()), (7, "\ndata: b\r\n"u8.ToArray()), (9, "\r\n"u8.ToArray()));
        using var reader = new ServerSentEventReader(stream, clock, 1024, 1024);
        var start = clock.GetTimestamp();

        await reader.ReadAsync(CancellationToken.None);
        var first = clock.GetElapsedTime(start, reader.Timestamp).TotalMilliseconds;
        await reader.ReadAsync(CancellationToken.None);

        Assert.That(first, Is.EqualTo(5));
        Assert.That(clock.GetElapsedTime(start, reader.Timestamp).TotalMilliseconds, Is.EqualTo(12), "the moment of the data line, not of the blank one");
        Assert.That(Encoding.UTF8.GetString(reader.Data.Span), Is.EqualTo("b"));
    }

    [Test]
    public async Task Two_events_in_one_segment_share_its_moment()
    {
        var clock = new ManualTimeProvider();
        await using var stream = new PieceStream(clock, (5, "data: a\n\ndata: b\n\n"u8.ToArray()));
        using var reader = new ServerSentEventReader(stream, clock, 1024, 1024);

        await reader.ReadAsync(CancellationToken.None);
        var first = reader.Timestamp;
        // The clock goes on while the first is parsed.
        clock.Advance(TimeSpan.FromMilliseconds(50));
        await reader.ReadAsync(CancellationToken.None);

        Assert.That(reader.Timestamp, Is.EqualTo(first));
    }
}
