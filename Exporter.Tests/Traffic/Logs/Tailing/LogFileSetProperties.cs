using System.Globalization;

namespace Exporter.Tests.Traffic.Logs.Tailing;

/// <summary>Whatever order writing, reading, rotating, truncating and restarting come in, every line comes out once.</summary>
[NonParallelizable]
internal sealed class LogFileSetProperties
{
    private const int Steps = 60;

    [Test]
    public void Every_line_is_read_once([Range(1, 60)] int seed)
    {
        var random = new Random(seed);
        using var log = new TestLog(seed % 2 == 0 ? "access.log" : "access*.log");
        log.Append("");
        log.Poll();
        var written = 0;
        var rotated = 0;
        var down = new List<Action>();
        for (var step = 0; step < Steps; step++)
        {
            switch (random.Next(12))
            {
                case < 5:
                    for (var i = random.Next(1, 20); i > 0; i--)
                    {
                        log.Append(Line(++written));
                    }

                    break;
                case < 9:
                    log.Poll();
                    break;
                case 9:
                    // Two rotations between two looks leave a file that never stood in its place when we looked.
                    log.Poll();
                    log.Append(Line(++written));
                    log.Move("access.log", Name(++rotated, seed));
                    log.Append(random.Next(2) == 0 ? "" : Line(++written), Name(rotated, seed));
                    log.Append("");
                    break;
                case 10:
                    // A log that was empty when last read has no beginning by which its copy is known.
                    log.Append(Line(++written));
                    log.Poll();
                    log.Append(Line(++written));
                    log.CopyTruncate("access.log", Name(++rotated, seed));
                    log.Append(Line(++written));
                    log.Poll();
                    break;
                default:
                    log.Poll();
                    log.Restart(() => log.Append(Line(++written)));
                    break;
            }
        }

        log.Poll();
        log.Poll();
        Assert.That(log.Lines.Order(StringComparer.Ordinal), Is.EqualTo(Enumerable.Range(1, written).Select(static n => Line(n).TrimEnd('\n')).Order(StringComparer.Ordinal)));
    }

    private static string Name(int number, int seed) => string.Create(CultureInfo.InvariantCulture, $"{(seed % 3 == 0 ? "access-" : "access.log.")}{number}{(seed % 3 == 0 ? ".log" : "")}");

    private static string Line(int number) => string.Create(CultureInfo.InvariantCulture, $"line {number:00000} with enough behind it that a beginning of the file tells it from another one\n");
}
