using System.Runtime.Versioning;
using static Exporter.Tests.Traffic.Logs.Tailing.TestLog;

namespace Exporter.Tests.Traffic.Logs.Tailing;

/// <summary>What happens to logs while the daemon is down. Meters are shared by name, so one test at a time.</summary>
[NonParallelizable]
[SupportedOSPlatform("linux")]
internal sealed class LogRestartTests
{
    [Test]
    public void What_was_written_while_the_daemon_was_down_is_read_once()
    {
        using var log = Followed();
        log.Append("half");
        log.Poll();
        log.Restart(() => log.Append(" done\nmeanwhile\n"));
        log.Restart();

        Assert.That(log.Lines, Is.EqualTo(new[] { "first", "half done", "meanwhile" }));
    }

    [Test]
    public void A_rotation_while_the_daemon_was_down_loses_nothing()
    {
        using var log = Followed();
        log.Restart(() =>
        {
            log.Append("a\n");
            log.Move("access.log", "access.log.1");
            log.Append("b\n");
        });

        Assert.That(log.Lines, Is.EquivalentTo(new[] { "first", "a", "b" }));
    }

    [Test]
    public void A_truncation_while_the_daemon_was_down_loses_nothing_that_the_copy_has()
    {
        using var log = Followed();
        log.Append(Long("a"));
        log.Poll();
        log.Restart(() =>
        {
            log.Append(Long("b"));
            log.CopyTruncate("access.log", "access.log.1");
            log.Append(Long("c") + Long("d") + Long("e") + Long("f"));
        });

        Assert.That(log.Lines.Select(Short), Is.EqualTo(new[] { "first", "a", "b", "c", "d", "e", "f" }));
    }

    [Test]
    public void A_state_that_is_broken_is_told_and_a_log_is_read_from_its_end()
    {
        using var log = Followed();
        log.Restart(() =>
        {
            File.WriteAllText(log.StatePath, "{\"version\": 1, \"sources\": [");
            log.Append("meanwhile\n");
        });
        log.Append("after\n");
        log.Poll();

        Assert.That(log.Lines, Is.EqualTo(new[] { "first", "after" }));
        Assert.That(log.Said, Has.Some.Contains("does not say how far"));
    }
}
