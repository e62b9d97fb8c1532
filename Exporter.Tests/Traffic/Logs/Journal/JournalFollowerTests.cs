using System.Collections.Concurrent;
using System.Runtime.Versioning;
using System.Text;
using Exporter.Tests.Support;
using Exporter.Traffic.Logs.Journal;
using Exporter.Traffic.Logs.Positions;
using Exporter.Traffic.Logs.Tailing;

namespace Exporter.Tests.Traffic.Logs.Journal;

/// <summary>A stand-in for journalctl says its entries and ends, as the real one does when the journal's service is restarted.</summary>
[SupportedOSPlatform("linux")]
internal sealed class JournalFollowerTests : ILineSink
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    private readonly ConcurrentQueue<string> lines = new();
    private readonly ManualTimeProvider time = new();
    private readonly RecordingLogger logger = new();
    private TemporaryFolder folder = null!;
    private LogPositions positions = null!;

    [SetUp]
    public void Create()
    {
        folder = new TemporaryFolder();
        positions = new LogPositions(logger);
    }

    [TearDown]
    public void Remove() => folder.Dispose();

    [TestCase("""{"__CURSOR":"s=1","MESSAGE":"a \"b\" é"}""", "a \"b\" é")]
    [TestCase("""{"MESSAGE":[27,91,51,49,109,97,195,169],"__CURSOR":"s=1"}""", "\u001b[31maé")]
    [TestCase("""{"__CURSOR":"s=1","MESSAGE":null}""", null)]
    [TestCase("""{"__CURSOR":"s=1","MESSAGE":["a","b"]}""", "not an entry")]
    [TestCase("-- No entries --", "not an entry")]
    [TestCase("""{"__CURSOR":"s=1","MESSAGE":""", "not an entry")]
    public void An_entry_is_read(string line, string? message)
    {
        var entry = JournalEntry.Parse(Encoding.UTF8.GetBytes(line));

        Assert.That(entry is null ? "not an entry" : entry.Value.Message is { } bytes ? Encoding.UTF8.GetString(bytes) : null, Is.EqualTo(message));
        Assert.That(entry?.Cursor, Is.EqualTo(entry is null ? null : "s=1"));
    }

    [Test]
    public async Task When_it_ends_it_is_started_again_behind_the_last_entry()
    {
        await using var follower = Follower("""
            echo "$*" >> arguments
            if [ -e again ]; then
              printf '%s\n' '{"__CURSOR":"s=3","MESSAGE":"three\nfour"}'
              exec sleep 100
            fi
            touch again
            echo '{"__CURSOR":"s=1","MESSAGE":"one"}'
            echo '{"__CURSOR":"s=2","MESSAGE":[116,119,111]}'
            echo 'the journal is gone' >&2
            exit 1
            """);
        follower.Start();
        await UntilAsync(() => logger.Entries.Count == 1, "the end is told");
        Assert.That(lines, Is.EqualTo(new[] { "one", "two" }));
        Assert.That(logger.Entries[0].Message, Does.Contain("the journal is gone"));
        Assert.That(follower.Problem, Is.EqualTo("journal_unreadable"));

        await AdvanceUntilAsync(() => lines.Count == 4);
        Assert.That(lines, Is.EqualTo(new[] { "one", "two", "three", "four" }));
        Assert.That(positions.Find("t", "journal:llm.service")!.Cursor, Is.EqualTo("s=3"));
        await UntilAsync(() => follower.Problem is null, "it is well again");
        var arguments = await File.ReadAllLinesAsync(folder.PathOf("arguments"));
        Assert.That(arguments[0], Does.Contain("--follow --output=json").And.Contain("--unit=llm.service").And.Contain("--since=@").And.Not.Contain("cursor"));
        Assert.That(arguments[1], Does.EndWith("--after-cursor=s=2"));
    }

    [Test]
    public async Task A_quiet_unit_is_well_again_once_the_reader_has_lived_for_ten_seconds()
    {
        await using var follower = Follower("""
            [ -e again ] && exec sleep 100
            touch again
            exit 1
            """);
        follower.Start();
        await PauseAsync(1);
        Assert.That(follower.Problem, Is.EqualTo("journal_unreadable"));

        time.Advance(TimeSpan.FromSeconds(1));
        await time.WaitForTimersAsync(1);
        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.That(follower.Problem, Is.EqualTo("journal_unreadable"), "it might be one that cannot read and is slow to say so");
        time.Advance(TimeSpan.FromSeconds(0.1));
        await UntilAsync(() => follower.Problem is null, "it is well again");
        Assert.That(logger.Entries.Select(e => e.Message), Has.One.Contains("is read again"));
    }

    [Test]
    public async Task A_reader_of_a_quiet_unit_that_is_ended_now_and_then_keeps_its_place()
    {
        positions.Set(new SourcePosition { Target = "t", Source = "journal:llm.service", Cursor = "s=1" });
        await using var follower = Follower("""
            echo "$*" >> arguments
            while [ ! -e end ]; do sleep 0.02; done
            rm end
            exit 1
            """);
        follower.Start();
        for (var run = 1; run <= 4; run++)
        {
            await time.WaitForTimersAsync(1);
            time.Advance(TimeSpan.FromSeconds(10));
            folder.Write("end", "");
            await PauseAsync(run);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        var arguments = await File.ReadAllLinesAsync(folder.PathOf("arguments"));
        Assert.That(arguments.Take(4), Has.All.EndsWith("--after-cursor=s=1"));
        Assert.That(logger.Entries.Select(e => e.Message), Has.None.Contains("no longer has the place"));
    }

    [Test]
    public async Task A_place_that_the_journal_no_longer_has_is_given_up()
    {
        positions.Set(new SourcePosition { Target = "t", Source = "journal:llm.service", Cursor = "s=old" });
        await using var follower = Follower("""
            case "$*" in
              *after-cursor*) echo 'Failed to seek to cursor' >&2; exit 1;;
            esac
            echo '{"__CURSOR":"s=9","MESSAGE":"new"}'
            exec sleep 100
            """);
        follower.Start();
        for (var refusal = 1; refusal <= 3; refusal++)
        {
            await PauseAsync(refusal);
            time.Advance(TimeSpan.FromMinutes(1));
        }

        await UntilAsync(() => !lines.IsEmpty, "it is read without the place");
        Assert.That(lines, Is.EqualTo(new[] { "new" }));
        Assert.That(logger.Entries.Select(e => e.Message), Has.Some.Contains("no longer has the place"));
    }

    [Test]
    public async Task A_host_without_journalctl_says_so()
    {
        await using var follower = new JournalFollower("t", "llm.service", this, positions, time, logger, "/nowhere/journalctl");
        follower.Start();

        await UntilAsync(() => logger.Entries.Count == 1, "it is told");
        Assert.That(follower.Problem, Is.EqualTo("journal_unreadable"));
    }

    public void Line(Span<byte> line) => lines.Enqueue(Encoding.UTF8.GetString(line));

    public void TooLong() => lines.Enqueue("too long");

    private JournalFollower Follower(string script)
    {
        var path = folder.WriteProgram("journalctl", $"cd \"{folder.Path}\"\n{script}\n");
        return new JournalFollower("t", "llm.service", this, positions, time, logger, path);
    }

    /// <summary>Waits until this many readers have ended and the next one is waited for: each sets a clock when it starts, and one when it has ended.</summary>
    private Task PauseAsync(int ended) => UntilAsync(() => time.TimersStarted == 2 * ended && time.TimersWaiting == 1, $"reader {ended} has ended");

    private Task AdvanceUntilAsync(Func<bool> condition) => Eventually.That(
        () =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return condition();
        },
        Bound,
        () => string.Join('\n', logger.Entries));

    private static Task UntilAsync(Func<bool> condition, string what) => Eventually.That(condition, Bound, () => what);
}
