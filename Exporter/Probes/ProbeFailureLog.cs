using Microsoft.Extensions.Logging;

namespace Exporter.Probes;

/// <summary>Tells a failing probe when it starts, changes and ends; a server that is down for a night costs three lines, not thousands.</summary>
internal sealed class ProbeFailureLog(string target, string probe, TimeProvider time, ILogger logger)
{
    private (ProbeErrorType? Error, int? Status)? failing;
    private long failingSince;
    private long failures;

    public void Tell(ProbeResult result)
    {
        if (result.Skipped is { } skipped)
        {
            // Neither a failure nor the end of one.
            var why = skipped.Label();
            Log.Skipped(logger, target, probe, why, result.Reason);
            return;
        }

        var duration = result.Duration.TotalSeconds;
        var outcome = result.Outcome.Label();
        Log.Finished(logger, target, probe, outcome, duration);
        if (result.ErrorType is { } error)
        {
            // The text is left out of the comparison: servers put request ids and times into it.
            TellFailure(result, error, (error, result.StatusCode));
        }
        else if (failing is not null)
        {
            var seconds = time.GetElapsedTime(failingSince).TotalSeconds;
            Log.SucceedsAgain(logger, target, probe, failures, seconds);
            failing = null;
            failures = 0;
        }
    }

    private void TellFailure(ProbeResult result, ProbeErrorType error, (ProbeErrorType?, int?) kind)
    {
        var label = error.Label();
        failures++;
        if (failing is null)
        {
            failingSince = time.GetTimestamp();
            Log.StartsToFail(logger, target, probe, label, result.Reason);
        }
        else if (failing != kind)
        {
            Log.FailsDifferently(logger, target, probe, label, result.Reason);
        }

        failing = kind;
    }
}
