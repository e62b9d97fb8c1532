using System.Text;
using Exporter.Tests.Support;
using Exporter.Traffic.Logs;
using Exporter.Traffic.Logs.Positions;
using Exporter.Traffic.Logs.Tailing;

namespace Exporter.Tests.Traffic.Logs.Tailing;

/// <summary>A folder of logs that are followed, with every line that came out; the daemon behind it can be restarted.</summary>
internal sealed class TestLog : IDisposable, ILineSink
{
    private readonly TemporaryFolder folder = new();
    private readonly string pattern;
    private AccessLogMetrics metrics = new("t", [1]);
    private LogFileSet? files;
    private LogPositions positions;

    public TestLog(string pattern = "access.log")
    {
        this.pattern = pattern;
        positions = new LogPositions(Logger);
        positions.Open(folder.Path);
    }

    public ManualTimeProvider Time { get; } = new();

    public RecordingLogger Logger { get; } = new();

    public List<string> Lines { get; } = [];

    public int TooLongLines { get; private set; }

    public string? Problem => files!.Problem;

    public IEnumerable<string> Said => Logger.Entries.Select(static e => e.Message);

    public string StatePath => folder.PathOf(LogPositions.FileName);

    public string PathOf(string name) => folder.PathOf(name);

    public void Append(string text, string name = "access.log") => File.AppendAllText(PathOf(name), text, Encoding.Latin1);

    public void Move(string from, string to) => File.Move(PathOf(from), PathOf(to), overwrite: true);

    /// <summary>As logrotate's copytruncate does.</summary>
    public void CopyTruncate(string name, string copy)
    {
        File.Copy(PathOf(name), PathOf(copy), overwrite: true);
        using var file = new FileStream(PathOf(name), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(0);
    }

    public void Poll()
    {
        files ??= new LogFileSet("t", PathOf(pattern), this, metrics, positions, Time, Logger);
        files.Poll();
    }

    /// <summary>The daemon ends and starts again; what happens between the two is the argument's.</summary>
    public void Restart(Action? meanwhile = null)
    {
        files?.Dispose();
        files = null;
        positions.Save();
        metrics.Dispose();
        meanwhile?.Invoke();
        metrics = new AccessLogMetrics("t", [1]);
        positions = new LogPositions(Logger);
        positions.Open(folder.Path);
        Poll();
    }

    public long Sum(string instrument)
    {
        using var listener = new MetricSum(instrument);
        return listener.Read();
    }

    public void Line(Span<byte> line) => Lines.Add(Encoding.Latin1.GetString(line));

    public void TooLong() => TooLongLines++;

    public void Dispose()
    {
        files?.Dispose();
        metrics.Dispose();
        folder.Dispose();
    }

    /// <summary>A log that was empty, was seen, and got its first line.</summary>
    public static TestLog Followed()
    {
        var log = new TestLog();
        log.Append("");
        log.Poll();
        log.Append("first\n");
        log.Poll();
        return log;
    }

    /// <summary>Long enough that a beginning of it can be told from others.</summary>
    public static string Long(string text) => $"{text} {new string('.', 80)}\n";

    public static string Short(string line) => line.Replace(new string('.', 80), "", StringComparison.Ordinal).Replace("  ", " ", StringComparison.Ordinal).Trim();
}
