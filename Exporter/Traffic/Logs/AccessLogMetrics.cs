using System.Diagnostics.Metrics;
using Exporter.Traffic.Logs.Lines;

namespace Exporter.Traffic.Logs;

/// <summary>Counts the real requests of one target, on a meter of its own: disposing it removes the target's series.</summary>
/// <remarks>Several logs write, any thread reads.</remarks>
internal sealed class AccessLogMetrics : IDisposable
{
    public const string MeterName = "modelhost_exporter.target.logs";

    /// <summary>Routes of the configuration and <c>other</c>.</summary>
    private const int MostRoutes = 33;

    /// <summary>Series of requests, methods and statuses together, that the routes may have on average.</summary>
    private const int SeriesOfRoute = 32;

    /// <summary>Statuses from 100 to 599.</summary>
    private const int Statuses = 500;

    /// <summary>
    /// Failures are there at 0 from the first request of a method and a route on: a series that is born with its first failure
    /// counts one more than it seems to grow.
    /// </summary>
    private static readonly int[] Failures = [429, 500, 502, 503, 504];

    private static readonly string[] Results = ["matched", "unmatched", "own_probe", "too_long"];

    private readonly Meter meter;
    private readonly Histogram<double> duration;
    private readonly Lock gate = new();
    private readonly Dictionary<(string Method, string Route, int Status), long> requests = [];
    private readonly long[] lines = new long[Results.Length];
    private readonly Dictionary<string, long> lags = [];
    private long rotations;
    private long truncations;

    /// <param name="target">Label <c>target</c>.</param>
    /// <param name="boundaries">Of the duration, in seconds.</param>
    public AccessLogMetrics(string target, double[] boundaries)
    {
        meter = new Meter(new MeterOptions(MeterName) { Tags = [new("target", target)] });
        meter.CreateObservableCounter("target.http.requests", Requests, null,
            "Requests in the target's access logs, our own probes left out, by method, configured route (else other) and status. Statuses 429, 500, 502, 503 and 504 are there at 0 from the first request of a method and route on, another status from its own first request on, which rate() does not see.");
        duration = meter.CreateHistogram("target.http.request.duration", "s",
            "Durations of the requests in the target's access logs, as the server measured them; only where its lines hold them.",
            tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = boundaries });
        meter.CreateObservableCounter("target.log.lines", Lines, "{line}",
            "Lines of the target's access logs: matched (a request, counted), unmatched (no request), own_probe (ours, not counted), too_long (not read).");
        meter.CreateObservableCounter("target.log.rotations", () => Interlocked.Read(ref rotations), "{rotation}", "How often another file came to stand where a log was.");
        meter.CreateObservableCounter("target.log.truncations", () => Interlocked.Read(ref truncations), "{truncation}", "How often a log was truncated while it was read.");
        meter.CreateObservableGauge("target.log.lag", Lag, "By", "Bytes of the target's access logs that are there but not yet read.");
    }

    /// <summary>The most series of an instrument of this meter.</summary>
    public static int CardinalityLimit(Instrument instrument) => instrument.Name switch
    {
        "target.http.requests" => (MostRoutes * SeriesOfRoute) + Statuses,
        "target.http.request.duration" => MostRoutes * HttpMethods.Count,
        "target.log.lines" => Results.Length,
        _ => 1,
    };

    /// <summary>A request that is not ours.</summary>
    /// <param name="seconds">Null where the line does not say.</param>
    public void Request(string method, string route, int status, double? seconds)
    {
        var key = (method, route, status);
        lock (gate)
        {
            lines[(int)LogLineResult.Matched]++;
            if (!requests.ContainsKey(key))
            {
                key = Introduce(key);
            }

            requests[key] = requests.GetValueOrDefault(key) + 1;
        }

        if (seconds is { } known)
        {
            duration.Record(known, new("method", method), new("route", route));
        }
    }

    private (string Method, string Route, int Status) Introduce((string Method, string Route, int Status) key)
    {
        if (requests.Count + Failures.Length >= MostRoutes * SeriesOfRoute)
        {
            // Somebody tries every method on everything: from here on only the status is told apart.
            return (HttpMethods.Other, RouteTable.Other, key.Status);
        }

        foreach (var failure in Failures)
        {
            requests.TryAdd(key with { Status = failure }, 0);
        }

        return key;
    }

    /// <summary>A line that is no request to be counted.</summary>
    public void Line(LogLineResult result)
    {
        lock (gate)
        {
            lines[(int)result]++;
        }
    }

    public void Rotated() => Interlocked.Increment(ref rotations);

    public void Truncated(int times) => Interlocked.Add(ref truncations, times);

    /// <summary>Unread bytes of one log; null where the log is no more.</summary>
    public void SetLag(string source, long? bytes)
    {
        lock (gate)
        {
            if (bytes is { } known)
            {
                lags[source] = known;
            }
            else
            {
                lags.Remove(source);
            }
        }
    }

    public void Dispose() => meter.Dispose();

    private List<Measurement<long>> Requests()
    {
        lock (gate)
        {
            return [.. requests.Select(static r => new Measurement<long>(r.Value, new("method", r.Key.Method), new("route", r.Key.Route), new("status", r.Key.Status)))];
        }
    }

    private List<Measurement<long>> Lines()
    {
        lock (gate)
        {
            return [.. lines.Select(static (count, i) => new Measurement<long>(count, new KeyValuePair<string, object?>("result", Results[i])))];
        }
    }

    private IEnumerable<Measurement<long>> Lag()
    {
        lock (gate)
        {
            return lags.Count == 0 ? [] : [new Measurement<long>(lags.Values.Sum())];
        }
    }
}
