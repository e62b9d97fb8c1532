using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Probes.Metrics;
using Exporter.Traffic.State;

namespace Exporter.Hosting;

/// <summary>From what a probe found to what that says of the server.</summary>
internal static class ProbeFindings
{
    private const int ServiceUnavailable = 503;

    /// <summary>After this many intervals without a run (maintenance, a spent budget) the last one says nothing of now.</summary>
    private const int MostIntervals = 3;

    public static ProbeEvidence Of(ProbeConfig config, ProbeMetrics metrics)
    {
        var last = metrics.Last;

        // An idle server was asked when somebody last used it, and nothing has happened to it since.
        var isFresh = metrics.LastSkip == ProbeSkipReason.Idle || last?.Age < (MostIntervals * config.Interval) + config.Timeout;
        return new ProbeEvidence(
            metrics.LastSkip switch
            {
                ProbeSkipReason.NotLoaded => ProbeFinding.NotLoaded,
                ProbeSkipReason.Busy => ProbeFinding.Overloaded,
                _ => isFresh && last is { } seen ? Of(seen.Result) : null,
            },
            metrics.InFlightAge,
            AsksModel(config),
            last is { IsRepeatedFailure: true } || metrics.LastSkip == ProbeSkipReason.Busy);
    }

    /// <summary>Null for a run that asked nothing, or that failed on our side.</summary>
    public static ProbeFinding? Of(ProbeResult result) => result switch
    {
        { Outcome: null } or { IsOurs: true } => null,
        { IsSuccess: true } => ProbeFinding.Answered,
        { StatusCode: ServiceUnavailable } => ProbeFinding.Unavailable,
        { ErrorType: ProbeErrorType.ConnectionRefused } => ProbeFinding.Refused,
        { ErrorType: ProbeErrorType.NameResolution } or { Unfinished.Name: "resolve" } => ProbeFinding.Unresolved,
        { ErrorType: ProbeErrorType.TimeoutConnect or ProbeErrorType.TimeoutFirstToken or ProbeErrorType.TimeoutTotal } => ProbeFinding.TimedOut,
        { ErrorType: ProbeErrorType.Http429 } => ProbeFinding.Overloaded,

        // A wrong answer is an answer, and a refused question says more of the probe than of the server.
        { ErrorType: ProbeErrorType.Http4xx or ProbeErrorType.Assertion or ProbeErrorType.NotJson or ProbeErrorType.BodyTooLarge } => ProbeFinding.Answered,
        _ => ProbeFinding.Failed,
    };

    /// <summary>A page that is fetched and a port that is opened prove little; what is sent to the model is computed by it.</summary>
    private static bool AsksModel(ProbeConfig config) => config switch
    {
        HttpProbeConfig http => http.Method == "POST" || http.Quality?.Cases.Any(static one => one.Input is not null) == true,
        TcpProbeConfig or GrpcHealthProbeConfig => false,
        _ => true,
    };
}
