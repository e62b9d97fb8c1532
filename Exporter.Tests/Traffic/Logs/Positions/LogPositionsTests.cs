using Exporter.Tests.Support;
using Exporter.Traffic.Logs.Positions;

namespace Exporter.Tests.Traffic.Logs.Positions;

internal sealed class LogPositionsTests
{
    private static readonly SourcePosition Position = new() { Target = "t", Source = "access.log" };

    [Test]
    public void A_daemon_without_logs_needs_no_state_directory()
    {
        var logger = new RecordingLogger();
        var positions = new LogPositions(logger);

        positions.Open("/dev/null/state");
        positions.Save();

        Assert.That(logger.Entries, Is.Empty);
    }

    [Test]
    public void A_state_directory_that_cannot_be_written_is_told_once()
    {
        var logger = new RecordingLogger();
        var positions = new LogPositions(logger);

        positions.Open("/dev/null/state");
        positions.Set(Position);
        positions.Save();
        positions.Save();

        Assert.That(logger.Entries.Select(static e => e.Message), Has.Exactly(1).Items.And.All.Match(@"^How far logs were read cannot be kept in /dev/null/state/logs\.json: [^.]+\. After"));
    }

    [Test]
    public void What_is_known_goes_with_a_state_directory_that_moves()
    {
        using var folder = new TemporaryFolder();
        var positions = new LogPositions(new RecordingLogger());
        positions.Open(folder.PathOf("a"));
        positions.Set(Position);
        positions.Save();

        positions.Open(folder.PathOf("b"));
        positions.Save();

        var again = new LogPositions(new RecordingLogger());
        again.Open(folder.PathOf("b"));
        Assert.That(again.Find("t", "access.log"), Is.Not.Null);
    }
}
