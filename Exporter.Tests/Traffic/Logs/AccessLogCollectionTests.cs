using System.Diagnostics.Metrics;
using Exporter.Configuration;
using Exporter.Configuration.Traffic;
using Exporter.Scheduling;
using Exporter.Tests.Support;
using Exporter.Traffic.Logs;

namespace Exporter.Tests.Traffic.Logs;

internal sealed class AccessLogCollectionTests
{
    private const string Line = "127.0.0.1 - - [20/Nov/2026 10:00:00] \"GET /a HTTP/1.1\" 200 -\n";

    private readonly ManualTimeProvider clock = new();

    [Test]
    public async Task What_was_stopped_for_a_configuration_that_could_not_be_applied_is_read_on_by_the_next_attempt()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("access.log", "");
        await using var logs = new AccessLogCollection(new CollectorHealthBoard(clock), clock, new RecordingLogger());
        using var counted = new MatchedLines("log-test");
        await ApplyAsync(logs, path, "a");
        await ReadsAsync(counted, path, expected: 1);

        Assert.That(async () => await ApplyAsync(logs, path, "b", static (_, _) => throw new TimeoutException("planted")), Throws.InstanceOf<TimeoutException>());
        await ApplyAsync(logs, path, "a");

        await ReadsAsync(counted, path, expected: 1);
    }

    /// <param name="agent">Changes the options without changing how is counted.</param>
    private static Task ApplyAsync(AccessLogCollection logs, string path, string agent, Action<Action, Action>? exchange = null) => logs.ApplyAsync(
        [
            new AccessLogOptions
            {
                Target = "log-test",
                Logs = new([new AccessLogConfig { Path = path, Format = AccessLogFormat.Werkzeug, Routes = agent == "a" ? ValueList<string>.Empty : new(["/a"]) }]),
                Boundaries = new([1.0]),
                OwnAgents = new([agent]),
            },
        ],
        null,
        exchange ?? (static (retire, introduce) =>
        {
            retire();
            introduce();
        }));

    private async Task ReadsAsync(MatchedLines counted, string path, long expected)
    {
        await clock.WaitForTimersAsync(1);
        await File.AppendAllTextAsync(path, Line);
        await Eventually.IsTrueAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromMilliseconds(250));
                return counted.Read() == expected;
            },
            "the line is counted");
    }

    /// <summary>What <c>target.log.lines</c> says of lines that were understood.</summary>
    private sealed class MatchedLines : IDisposable
    {
        private readonly MeterListener listener = new();
        private long last;

        public MatchedLines(string target)
        {
            listener.InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "target.log.lines" && instrument.Meter.Tags!.Contains(new("target", target)))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            };
            listener.SetMeasurementEventCallback<long>((_, value, tags, _) => last = tags.ToArray().Any(static t => t.Value is "matched") ? value : last);
            listener.Start();
        }

        public long Read()
        {
            last = 0;
            listener.RecordObservableInstruments();
            return last;
        }

        public void Dispose() => listener.Dispose();
    }
}
