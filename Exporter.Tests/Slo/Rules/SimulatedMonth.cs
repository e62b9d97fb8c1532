using Exporter.Tests.Slo.Reports;

namespace Exporter.Tests.Slo.Rules;

/// <summary>Thirty days of one model server that is asked every fifteen seconds and scraped once a minute.</summary>
internal sealed class SimulatedMonth
{
    public const int Minutes = 30 * 24 * 60;

    private const int ProbesInMinute = 4;
    private const double ChanceOfFailure = 0.0005;
    private const double ChanceOfSlow = 0.01;
    private const double ChanceOfVerySlow = 0.001;

    private readonly int[,] counts = new int[Minutes, 5];
    private readonly bool[] maintenance = new bool[Minutes];

    /// <param name="seed">Another seed, another month.</param>
    /// <param name="outages">Share of probes that fail in these minutes, besides.</param>
    public SimulatedMonth(int seed, params (int From, int Until, double Share)[] outages)
    {
        var random = new Random(seed);
        var down = Restarts(random);
        Deploy(random);
        for (var probe = 0; probe < Minutes * ProbesInMinute; probe++)
        {
            var minute = probe / ProbesInMinute;
            var broken = outages.FirstOrDefault(o => minute >= o.From && minute < o.Until).Share;
            if (!maintenance[minute])
            {
                counts[minute, (int)Outcome(random, down.Contains(probe), broken)]++;
            }
        }
    }

    private enum Result
    {
        Fast,
        Slow,
        VerySlow,
        Unreachable,
        Wrong,
    }

    /// <summary>Writes the series that the rules read.</summary>
    public void WriteTo(History history, string target, string fast, string slow)
    {
        var of = $"job=\"modelhost\",instance=\"gpu-host:9860\",target=\"{target}\",probe=\"chat\"";
        history
            .Counter("probe_requests", $"probe_requests_total{{{of},outcome=\"success\"}}", m => Of(m, Result.Fast) + Of(m, Result.Slow) + Of(m, Result.VerySlow))
            .Counter("probe_requests", $"probe_requests_total{{{of},outcome=\"connect_error\"}}", m => Of(m, Result.Unreachable))
            .Counter("probe_requests", $"probe_requests_total{{{of},outcome=\"http_error\"}}", m => Of(m, Result.Wrong))
            .Counter("duration", $"probe_request_duration_seconds_bucket{{{of},le=\"{fast}\"}}", m => Of(m, Result.Fast))
            .Counter("duration", $"probe_request_duration_seconds_bucket{{{of},le=\"{slow}\"}}", m => Of(m, Result.Fast) + Of(m, Result.Slow))
            .Counter("first", $"probe_time_to_first_token_seconds_bucket{{{of},le=\"1.0\"}}", m => Of(m, Result.Fast))
            .Gauge("probe_maintenance", $"probe_maintenance{{{of}}}", m => maintenance[m] ? 1 : 0);
    }

    private int Of(int minute, Result result) => counts[minute, (int)result];

    /// <summary>Every three to five days the server is restarted, unannounced: nobody answers for one to four minutes.</summary>
    private static HashSet<int> Restarts(Random random)
    {
        var down = new HashSet<int>();
        for (var at = random.Next(1 * 24 * 240, 3 * 24 * 240); at < Minutes * ProbesInMinute; at += random.Next(3 * 24 * 240, 5 * 24 * 240))
        {
            down.UnionWith(Enumerable.Range(at, random.Next(4, 17)));
        }

        return down;
    }

    /// <summary>Every week a new model, announced: ten to thirty minutes of maintenance.</summary>
    private void Deploy(Random random)
    {
        for (var at = random.Next(1 * 24 * 60, 7 * 24 * 60); at < Minutes - 60; at += 7 * 24 * 60)
        {
            maintenance.AsSpan(at, random.Next(10, 31)).Fill(true);
        }
    }

    private static Result Outcome(Random random, bool isDown, double broken)
    {
        var (failure, speed, kind) = (random.NextDouble(), random.NextDouble(), random.NextDouble());
        return isDown ? Result.Unreachable
            : failure < ChanceOfFailure + broken ? kind < 0.5 ? Result.Unreachable : Result.Wrong
            : speed < ChanceOfVerySlow ? Result.VerySlow
            : speed < ChanceOfSlow ? Result.Slow : Result.Fast;
    }
}
