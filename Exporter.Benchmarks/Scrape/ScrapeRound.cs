using System.Globalization;
using System.Text;
using Exporter.Benchmarks.Harness;

namespace Exporter.Benchmarks.Scrape;

/// <summary>
/// One fresh process of one program through the whole protocol: 100 warm-ups, 300 plain scrapes, 300 gzipped ones, 300
/// more to make it 1,000, all over one connection and as fast as answers come.
/// </summary>
internal static class ScrapeRound
{
    private const int WarmUps = 100;
    private const int Measured = 300;

    public static ScrapeMeasurement Run(ProgramUnderTest program, bool pin)
    {
        using RunningProgram running = RunningProgram.Start(program, pin);
        program.Settle?.Invoke(running);
        using var connection = new ScrapeConnection(running.Port, program.Path);
        Checked(connection.Scrape(gzip: false), program);
        double residentFirst = ProcessCost.ResidentBytes(running.Pid, own: false);
        Repeat(connection, program, gzip: false, WarmUps - 1);

        byte[] before = connection.Scrape(gzip: false).Body.ToArray();
        Phase plain = Measure(running, connection, program, gzip: false);
        byte[] after = connection.Scrape(gzip: false).Body.ToArray();
        Phase gzipped = Measure(running, connection, program, gzip: true);
        byte[] end = connection.Scrape(gzip: false).Body.ToArray();
        Repeat(connection, program, gzip: true, 1000 - WarmUps - 3 - (2 * Measured));
        return new ScrapeMeasurement
        {
            Series = Series(after),
            PlainBytes = plain.BodyBytes,
            GzippedBytes = gzipped.BodyBytes,
            PlainP50Milliseconds = Statistics.Quantile(plain.Milliseconds, 0.5),
            PlainP99Milliseconds = Statistics.Quantile(plain.Milliseconds, 0.99),
            GzippedP50Milliseconds = Statistics.Quantile(gzipped.Milliseconds, 0.5),
            GzippedP99Milliseconds = Statistics.Quantile(gzipped.Milliseconds, 0.99),
            PlainCpuMilliseconds = plain.CpuMilliseconds,
            GzippedCpuMilliseconds = gzipped.CpuMilliseconds,
            PlainAllocatedBytes = Allocated(program, before, after),
            GzippedAllocatedBytes = Allocated(program, after, end),
            ResidentBytesFirst = residentFirst,
            ResidentBytesLast = ProcessCost.ResidentBytes(running.Pid, own: false),
            OwnBytesLast = ProcessCost.ResidentBytes(running.Pid, own: true),
        };
    }

    /// <summary>How many series the program publishes once settled.</summary>
    public static int CountSeries(ProgramUnderTest program)
    {
        using RunningProgram running = RunningProgram.Start(program, pin: false);
        program.Settle?.Invoke(running);
        using var connection = new ScrapeConnection(running.Port, program.Path);
        ScrapeAnswer answer = connection.Scrape(gzip: false);
        Checked(answer, program);
        return Series(answer.Body.Span);
    }

    private static Phase Measure(RunningProgram running, ScrapeConnection connection, ProgramUnderTest program, bool gzip)
    {
        double[] milliseconds = new double[Measured];
        int bodyBytes = 0;
        TimeSpan cpu = ProcessCost.Cpu(running.Pid);
        for (int i = 0; i < Measured; i++)
        {
            ScrapeAnswer answer = connection.Scrape(gzip);
            Checked(answer, program);
            milliseconds[i] = answer.Elapsed.TotalMilliseconds;
            bodyBytes = answer.Body.Length;
        }

        return new Phase(milliseconds, bodyBytes, (ProcessCost.Cpu(running.Pid) - cpu).TotalMilliseconds / Measured);
    }

    private static void Repeat(ScrapeConnection connection, ProgramUnderTest program, bool gzip, int times)
    {
        for (int i = 0; i < times; i++)
        {
            Checked(connection.Scrape(gzip), program);
        }
    }

    private static void Checked(ScrapeAnswer answer, ProgramUnderTest program)
    {
        if (answer.Status != 200 || answer.Body.Length == 0)
        {
            throw new InvalidOperationException($"{program.Name} answered {answer.Status} with {answer.Body.Length} bytes.");
        }
    }

    private static int Series(ReadOnlySpan<byte> body)
    {
        int series = 0;
        foreach (Range line in body.Split((byte)'\n'))
        {
            series += line.Start.Value < line.End.Value && body[line.Start] != (byte)'#' ? 1 : 0;
        }

        return series;
    }

    /// <summary>Between two plain scrapes: those of the phase and one of the two.</summary>
    private static double? Allocated(ProgramUnderTest program, byte[] before, byte[] after) =>
        program.AllocationCounter is { } counter ? (Sample(after, counter) - Sample(before, counter)) / (Measured + 1) : null;

    private static double Sample(byte[] body, string name)
    {
        string line = Encoding.UTF8.GetString(body).Split('\n')
            .FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal) && l[name.Length] is ' ' or '{')
            ?? throw new InvalidOperationException($"No series {name}.");
        return double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
    }

    private readonly record struct Phase(double[] Milliseconds, int BodyBytes, double CpuMilliseconds);
}
