using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using static Exporter.Tests.Traffic.Logs.Tailing.TestLog;

namespace Exporter.Tests.Traffic.Logs.Tailing;

/// <summary>One poll after another, with everything that happens to logs between them. Meters are shared by name, so one test at a time.</summary>
[NonParallelizable]
[SupportedOSPlatform("linux")]
internal sealed partial class LogFileSetTests
{
    [Test]
    public void A_log_that_is_there_at_first_is_read_from_its_end()
    {
        using var log = new TestLog();
        log.Append("old\nhalf of an ol");
        log.Poll();
        log.Append("d one\nnew\n");
        log.Poll();

        Assert.That(log.Lines, Is.EqualTo(new[] { "new" }));
    }

    [Test]
    public void A_log_that_appears_is_read_from_its_beginning_and_half_a_line_waits()
    {
        using var log = new TestLog();
        log.Poll();
        Assert.That(log.Problem, Is.EqualTo("file_not_found"));

        log.Append("one\r\ntw");
        log.Poll();
        Assert.That(log.Problem, Is.Null);
        Assert.That(log.Lines, Is.EqualTo(new[] { "one" }));

        log.Append("o\n\nthree\n");
        log.Poll();
        Assert.That(log.Lines, Is.EqualTo(new[] { "one", "two", "three" }));
    }

    [Test]
    public void After_a_rename_the_old_file_is_read_to_its_end_and_the_new_one_from_its_beginning()
    {
        using var log = Followed();
        log.Append("a\n");
        log.Move("access.log", "access.log.1");
        log.Append("b\n", "access.log.1");
        log.Append("c\n");
        log.Poll();
        log.Append("late\n", "access.log.1");
        log.Poll();

        Assert.That(log.Lines, Is.EquivalentTo(new[] { "first", "a", "b", "c", "late" }));
        Assert.That(log.Sum("target.log.rotations"), Is.EqualTo(1));
        Assert.That(log.Sum("target.log.truncations"), Is.Zero);
    }

    [Test]
    public void A_renamed_file_that_is_quiet_for_long_is_let_go()
    {
        using var log = Followed();
        log.Move("access.log", "other");
        log.Append("b\n");
        log.Poll();
        log.Time.Advance(TimeSpan.FromMinutes(11));
        log.Poll();
        log.Append("too late\n", "other");
        log.Poll();

        Assert.That(log.Lines, Is.EqualTo(new[] { "first", "b" }));
    }

    [Test]
    public void What_is_written_between_the_last_reading_and_copytruncate_is_read_from_the_copy()
    {
        using var log = Followed();
        log.Append(Long("a") + Long("half").TrimEnd('\n'));
        log.Poll();
        log.Append(" its end\n" + Long("b"));
        log.CopyTruncate("access.log", "access.log.1");
        log.Append("c\n");
        log.Poll();

        Assert.That(log.Lines.Select(Short), Is.EqualTo(new[] { "first", "a", "half its end", "b", "c" }));
        Assert.That(log.Sum("target.log.truncations"), Is.EqualTo(1));
        Assert.That(log.Sum("target.log.rotations"), Is.Zero);
    }

    [Test]
    public void A_truncated_log_that_has_grown_beyond_its_old_size_is_recognised_by_its_beginning()
    {
        using var log = Followed();
        log.CopyTruncate("access.log", "access.log.1");
        log.Append(Long("x") + Long("y"));
        log.Poll();

        Assert.That(log.Lines.Select(Short), Is.EqualTo(new[] { "first", "x", "y" }));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void A_writer_that_goes_on_at_its_old_place_leaves_a_hole_of_nuls(bool isSeenEmpty)
    {
        using var log = new TestLog();
        using var writer = new FileStream(log.PathOf("access.log"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        void Write(string text)
        {
            writer.Write(System.Text.Encoding.Latin1.GetBytes(text));
            writer.Flush();
        }

        Write(new string('-', 300_000) + "\n");
        log.Poll();
        Write("a\n");
        log.Poll();
        log.CopyTruncate("access.log", "access.log.1");
        if (isSeenEmpty)
        {
            log.Poll();
        }

        Write("b\nc\n");
        log.Poll();

        Assert.That(log.Lines, Is.EqualTo(new[] { "a", "b", "c" }));
        Assert.That(log.TooLongLines, Is.Zero);
    }

    [Test]
    public void A_log_that_vanishes_and_returns_is_read_on()
    {
        using var log = Followed();
        log.Append("last\n");
        File.Delete(log.PathOf("access.log"));
        log.Poll();
        Assert.That(log.Problem, Is.EqualTo("file_not_found"));
        log.Append("back\n");
        log.Poll();

        Assert.That(log.Lines, Is.EqualTo(new[] { "first", "last", "back" }));
        Assert.That(log.Problem, Is.Null);
    }

    [Test]
    public void A_log_that_may_not_be_read_says_so_and_is_tried_again()
    {
        using var log = new TestLog();
        log.Append("old\n");
        File.SetUnixFileMode(Path.GetDirectoryName(log.PathOf("x"))!, (UnixFileMode)0x1ff);
        File.SetUnixFileMode(log.PathOf("access.log"), UnixFileMode.None);
        // Root may read everything; nobody may not. It holds for this thread and for files alone.
        var isRoot = Environment.IsPrivilegedProcess;
        _ = isRoot ? SetFileSystemUser(65534) : 0;
        try
        {
            log.Poll();
        }
        finally
        {
            _ = isRoot ? SetFileSystemUser(0) : 0;
        }

        Assert.That(log.Problem, Is.EqualTo("no_permission"));
        Assert.That(log.Said, Has.Some.Contains("no_permission").And.Some.Contains("group"));

        File.SetUnixFileMode(log.PathOf("access.log"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        log.Poll();
        Assert.That(log.Problem, Is.Null);
    }

    [Test]
    public void A_directory_is_no_log()
    {
        using var log = new TestLog();
        Directory.CreateDirectory(log.PathOf("access.log"));
        log.Poll();

        Assert.That(log.Problem, Is.EqualTo("not_a_file"));
    }

    [Test]
    public void A_symbolic_link_is_followed_to_the_file_of_the_day()
    {
        using var log = new TestLog();
        log.Append("", "1.log");
        File.CreateSymbolicLink(log.PathOf("access.log"), "1.log");
        log.Poll();
        log.Append("a\n", "1.log");
        log.Append("b\n", "2.log");
        File.Delete(log.PathOf("access.log"));
        File.CreateSymbolicLink(log.PathOf("access.log"), "2.log");
        log.Poll();
        log.Append("c\n", "2.log");
        log.Poll();

        Assert.That(log.Lines, Is.EquivalentTo(new[] { "a", "b", "c" }));
        Assert.That(log.Sum("target.log.rotations"), Is.EqualTo(1));
    }

    [Test]
    public void A_pattern_follows_several_files_and_reads_none_twice()
    {
        using var log = new TestLog("*.log");
        log.Append("", "a.log");
        log.Append("", "b.log");
        log.Append("no\n", "c.txt");
        log.Poll();
        log.Append(Long("1"), "a.log");
        log.Append(Long("2"), "b.log");
        log.Poll();
        log.Move("a.log", "a-20261120.log");
        log.Append(Long("3"), "a.log");
        log.CopyTruncate("b.log", "b-20261120.log");
        log.Append(Long("4"), "b.log");
        File.CreateSymbolicLink(log.PathOf("link.log"), "a.log");
        log.Poll();
        log.Poll();

        Assert.That(log.Lines.Select(Short), Is.EquivalentTo(new[] { "1", "2", "3", "4" }));
    }

    [Test]
    public void A_line_of_ten_megabytes_is_left_out_and_counted()
    {
        using var log = Followed();
        log.Append(new string('x', 10_000_000));
        log.Poll();
        log.Append("\nafter\n");
        log.Poll();

        Assert.That(log.Lines, Is.EqualTo(new[] { "first", "after" }));
        Assert.That(log.TooLongLines, Is.EqualTo(1));
        Assert.That(log.Sum("target.log.lag"), Is.Zero);
    }

    [Test]
    public void A_backlog_is_told_until_it_is_read()
    {
        using var log = Followed();
        log.Append(string.Concat(Enumerable.Repeat(new string('y', 99_999) + "\n", 200)));
        log.Poll();
        Assert.That(log.Sum("target.log.lag"), Is.Positive.And.LessThan(20_000_000));
        log.Poll();
        Assert.That(log.Sum("target.log.lag"), Is.Zero);
        Assert.That(log.Lines, Has.Count.EqualTo(201));
    }

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetFileSystemUser(uint user);
}
