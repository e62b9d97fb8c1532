using System.Collections.Concurrent;
using System.Runtime.Versioning;
using System.Text;
using Exporter.Tests.Support;
using Exporter.Traffic.Logs.Journal;
using Exporter.Traffic.Logs.Positions;
using Exporter.Traffic.Logs.Tailing;

namespace Exporter.Tests.Traffic.Logs.Journal;

/// <summary>The real journalctl on a real journal.</summary>
[SupportedOSPlatform("linux")]
internal sealed class JournalctlTests : ILineSink
{
    private const string Unit = "llm.service";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<string> lines = new();
    private readonly ManualTimeProvider time = new();
    private readonly RecordingLogger logger = new();

    [Test]
    public async Task Messages_of_the_unit_come_as_they_are_while_they_are_written_and_none_is_lost_in_between()
    {
        using var folder = new TemporaryFolder();
        var positions = new LogPositions(logger);
        await using var journal = await JournalWriter.StartAsync(folder, time.GetUtcNow() - TimeSpan.FromMinutes(2));
        await journal.WriteAsync(Unit, "before anybody asked", time.GetUtcNow() - TimeSpan.FromMinutes(1));
        var program = Journalctl(folder, journal.Path);

        await using (var follower = new JournalFollower("t", Unit, this, positions, time, logger, program))
        {
            follower.Start();
            await journal.WriteAsync(Unit, "one", time.GetUtcNow());
            await journal.WriteAsync("other.service", "no", time.GetUtcNow());
            await journal.WriteAsync(Unit, "two\nthree", time.GetUtcNow());
            await journal.WriteAsync(Unit, "\u001b[31mred", time.GetUtcNow());
            await journal.WriteAsync(Unit, new string('x', 5000), time.GetUtcNow());
            await UntilAsync("one", "two", "three", "\u001b[31mred", new string('x', 5000));
        }

        lines.Clear();
        await journal.WriteAsync(Unit, "while nobody looked", time.GetUtcNow());
        await using var next = new JournalFollower("t", Unit, this, positions, time, logger, program);
        next.Start();
        await UntilAsync("while nobody looked");
        await journal.WriteAsync(Unit, "and now", time.GetUtcNow());
        await UntilAsync("while nobody looked", "and now");
        Assert.That(logger.Entries, Is.Empty);
    }

    [Test]
    public async Task A_quiet_unit_is_well_again_soon_after_journalctl_was_started_again()
    {
        using var folder = new TemporaryFolder();
        await using var journal = await JournalWriter.StartAsync(folder, time.GetUtcNow() - TimeSpan.FromMinutes(2));
        var program = Journalctl(folder, journal.Path, $"[ -e '{folder.PathOf("again")}' ] || {{ touch '{folder.PathOf("again")}'; exit 1; }}");
        await using var follower = new JournalFollower("t", Unit, this, new LogPositions(logger), time, logger, program);
        follower.Start();
        await Eventually.That(() => follower.Problem is not null && time.TimersWaiting == 1, Bound, () => "the first reader has ended");
        time.Advance(TimeSpan.FromSeconds(1));
        await time.WaitForTimersAsync(1);
        time.Advance(TimeSpan.FromSeconds(10));
        await Eventually.That(() => follower.Problem is null, Bound, () => "it is well again before the unit said anything");

        await journal.WriteAsync(Unit, "at last", time.GetUtcNow());
        await UntilAsync("at last");
        Assert.That(follower.Problem, Is.Null);
    }

    public void Line(Span<byte> line) => lines.Enqueue(Encoding.UTF8.GetString(line));

    public void TooLong() => lines.Enqueue("too long");

    private async Task UntilAsync(params string[] expected)
    {
        await Eventually.That(() => lines.Count >= expected.Length, Bound, () => $"{string.Join('\n', lines)}\n{string.Join('\n', logger.Entries)}");
        Assert.That(lines, Is.EqualTo(expected));
    }

    /// <summary>journalctl with this file in the host's journal's place.</summary>
    private static string Journalctl(TemporaryFolder folder, string journal, string before = ":") =>
        folder.WriteProgram("journalctl", $"{before}\nexec journalctl \"--file={journal}\" \"$@\"\n");
}
