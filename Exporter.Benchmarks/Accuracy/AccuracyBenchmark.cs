using System.Diagnostics;
using System.Globalization;
using Exporter.Benchmarks.Harness;
using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Probes;

namespace Exporter.Benchmarks.Accuracy;

/// <summary>
/// How far the times of a streaming probe are from what the server did: a server whose own clock is the reference, a probe as
/// the daemon makes it, and the difference of each time. The server's clock begins when it has the connection, so what the
/// probe says of resolving and connecting, which no server can see, is taken off; the times with nothing taken off stand beside.
/// </summary>
internal static class AccuracyBenchmark
{
    private const int Probes = 200;
    private const int WarmUps = 10;
    private const int Seed = 20261120;
    private const double MedianBoundMilliseconds = 0.3;
    private const double TailBoundMilliseconds = 1;

    private static readonly string[] Times = ["time to first token", "time per output token", "largest gap", "last token", "end of the stream"];

    /// <summary>Those of the times that begin with the request and not with a token.</summary>
    private static readonly int[] SinceRequest = [0, 3, 4];

    /// <returns>The exit code: 0 where every time is within its bounds.</returns>
    public static async Task<int> RunAsync()
    {
        Console.WriteLine($"{Machine.Describe()}; {Probes} probes\n");
        using var server = new TimedServer();
        var config = new OpenAiChatProbeConfig { Name = "chat", Request = new ChatRequestConfig { Prompt = "Count.", MaxTokens = 16 } };
        using IProbe probe = ProbeFactory.Create(new TargetConfig { Name = "timed", Url = server.Url, Model = "m" }, config);
        await probe.PrepareAsync(CancellationToken.None);
        var random = new Random(Seed);
        var differences = Times.Select(_ => new List<double>()).ToArray();
        var whole = SinceRequest.Select(_ => new List<double>()).ToArray();
        var connecting = new List<double>();
        for (int i = -WarmUps; i < Probes; i++)
        {
            (double connect, double[] found) = await MeasureAsync(server, probe, config.Timeout, StreamScript.Draw(random));
            if (i < 0)
            {
                continue;
            }

            connecting.Add(connect);
            for (int time = 0; time < found.Length; time++)
            {
                differences[time].Add(found[time]);
            }

            for (int time = 0; time < whole.Length; time++)
            {
                whole[time].Add(found[SinceRequest[time]] + connect);
            }
        }

        Console.WriteLine($"Resolving and connecting, taken off: median {Text(Statistics.Median(connecting))} ms, p95 {Text(Statistics.Quantile(connecting, 0.95))} ms\n");
        ReportWhole(whole);
        return Report(differences) ? 0 : 1;
    }

    /// <returns>The time before the connection, and how much longer than for the server each time was for the probe, in milliseconds.</returns>
    private static async Task<(double Connecting, double[] Differences)> MeasureAsync(TimedServer server, IProbe probe, TimeSpan timeout, StreamScript script)
    {
        Task<ServedStream> serving = server.ServeAsync(script);
        ProbeResult result = await ProbeAttempt.RunAsync(probe, new ProbeRun(TimeProvider.System), timeout, static bug => throw bug, CancellationToken.None);
        if (!result.IsSuccess)
        {
            throw new InvalidOperationException($"The probe failed: {result.Reason}");
        }

        ServedStream served = await serving;
        long first = served.Tokens[0];
        long last = served.Tokens[^1];
        TimeSpan gap = served.Tokens.Zip(served.Tokens.Skip(1), Stopwatch.GetElapsedTime).Max();
        TimeSpan before = (result.Phases.Resolve + result.Phases.Connect)!.Value;
        return (before.TotalMilliseconds,
        [
            (result.Stream!.TimeToFirstToken - before - Stopwatch.GetElapsedTime(served.Accepted, first)).TotalMilliseconds,
            (result.Stream.TimePerOutputToken!.Value - (Stopwatch.GetElapsedTime(first, last) / (served.Tokens.Count - 1))).TotalMilliseconds,
            (result.Stream.MaxGap!.Value - gap).TotalMilliseconds,
            (result.Stream.TimeToLastToken - before - Stopwatch.GetElapsedTime(served.Accepted, last)).TotalMilliseconds,
            (result.Duration - before - Stopwatch.GetElapsedTime(served.Accepted, served.Ended)).TotalMilliseconds,
        ]);
    }

    /// <summary>What is published against what the server saw, though it saw less: for whoever wants to judge for himself.</summary>
    private static void ReportWhole(List<double>[] differences)
    {
        var table = new MarkdownTable("probe minus server, nothing taken off, ms", "median", "p95 of the amount", "largest amount");
        for (int i = 0; i < differences.Length; i++)
        {
            List<double> amounts = [.. differences[i].Select(Math.Abs)];
            table.Add(Times[SinceRequest[i]], Text(Statistics.Median(differences[i])), Text(Statistics.Quantile(amounts, 0.95)), Text(amounts.Max()));
        }

        Console.WriteLine(table);
    }

    private static bool Report(List<double>[] differences)
    {
        var table = new MarkdownTable("probe minus server, ms", "median", "p95 of the amount", "largest amount", "median of the amount", $"within {MedianBoundMilliseconds} and {TailBoundMilliseconds}");
        bool all = true;
        for (int i = 0; i < Times.Length; i++)
        {
            List<double> amounts = [.. differences[i].Select(Math.Abs)];
            double median = Statistics.Median(amounts);
            double tail = Statistics.Quantile(amounts, 0.95);
            bool holds = median <= MedianBoundMilliseconds && tail <= TailBoundMilliseconds;
            all &= holds;
            table.Add(Times[i], Text(Statistics.Median(differences[i])), Text(tail), Text(amounts.Max()), Text(median), holds ? "yes" : "NO");
        }

        Console.WriteLine(table);
        Console.WriteLine(all ? "pass" : "FAIL");
        return all;
    }

    private static string Text(double milliseconds) => milliseconds.ToString("0.000", CultureInfo.InvariantCulture);
}
