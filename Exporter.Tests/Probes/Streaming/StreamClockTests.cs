using Exporter.Probes;
using Exporter.Probes.Streaming;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Streaming;

public class StreamClockTests
{
    private readonly ManualTimeProvider clock = new();

    [Test]
    public void The_definitions_hold()
    {
        var stream = new StreamClock(clock, clock.GetTimestamp());
        After(stream, 200, isOutput: false);
        After(stream, 30, isOutput: true);
        After(stream, 70, isOutput: true);
        After(stream, 20, isOutput: true);

        var timings = stream.Read(new TokenCounts { Output = 7, Source = TokenCountSource.Usage })!;

        Assert.Multiple(() =>
        {
            Assert.That(timings.TimeToFirstToken, Is.EqualTo(Milliseconds(200)));
            Assert.That(timings.TimeToFirstOutputToken, Is.EqualTo(Milliseconds(230)));
            Assert.That(timings.TimeToLastToken, Is.EqualTo(Milliseconds(320)));
            Assert.That(timings.MaxGap, Is.EqualTo(Milliseconds(70)));
            Assert.That(timings.TimePerOutputToken, Is.EqualTo(Milliseconds(120) / 6));
            Assert.That(timings.OutputTokensPerSecond, Is.EqualTo(6 / 0.12).Within(1e-9));
            Assert.That(timings.Chunks, Is.EqualTo(4));
        });
    }

    [Test]
    public void Without_usage_the_chunks_are_the_tokens()
    {
        var stream = new StreamClock(clock, clock.GetTimestamp());
        After(stream, 10, isOutput: true);
        After(stream, 10, isOutput: true);
        After(stream, 10, isOutput: true);

        Assert.That(stream.CountedTokens, Is.EqualTo(new TokenCounts { Output = 3, Source = TokenCountSource.Chunks }));
        Assert.That(stream.Read(stream.CountedTokens)!.TimePerOutputToken, Is.EqualTo(Milliseconds(10)));
    }

    [Test]
    public void One_token_has_no_pace()
    {
        var stream = new StreamClock(clock, clock.GetTimestamp());
        After(stream, 10, isOutput: true);

        var timings = stream.Read(stream.CountedTokens)!;

        Assert.That(timings, Has.Property(nameof(StreamTimings.TimePerOutputToken)).Null);
        Assert.That(timings, Has.Property(nameof(StreamTimings.MaxGap)).Null);
    }

    [Test]
    public void An_answer_that_came_in_one_piece_has_no_pace_either()
    {
        var stream = new StreamClock(clock, clock.GetTimestamp());
        After(stream, 10, isOutput: true);
        After(stream, 0, isOutput: true);

        var timings = stream.Read(new TokenCounts { Output = 16, Source = TokenCountSource.Usage })!;

        Assert.That(timings.TimePerOutputToken, Is.Null);
        Assert.That(timings.OutputTokensPerSecond, Is.Null);
    }

    [Test]
    public void Reasoning_alone_never_reaches_an_output_token()
    {
        var stream = new StreamClock(clock, clock.GetTimestamp());
        After(stream, 10, isOutput: false);

        Assert.That(stream.Read(null)!.TimeToFirstOutputToken, Is.Null);
    }

    [Test]
    public void Nothing_generated_means_no_timings() => Assert.That(new StreamClock(clock, 0).Read(null), Is.Null);

    private void After(StreamClock stream, int milliseconds, bool isOutput)
    {
        clock.Advance(Milliseconds(milliseconds));
        stream.Saw(clock.GetTimestamp(), isOutput);
    }

    private static TimeSpan Milliseconds(int count) => TimeSpan.FromMilliseconds(count);
}
