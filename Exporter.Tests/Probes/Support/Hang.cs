using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Support;

/// <summary>Runs a probe of any protocol into its time-out, against a real server that hangs.</summary>
internal static class Hang
{
    /// <summary>Lets the probe come to the stage, then lets its time pass.</summary>
    /// <param name="reached">What must be true besides, where the probe passes the stage more than once.</param>
    /// <returns>Outcome, error and reason in one line.</returns>
    public static Task<string> UntilTimeOutAsync(Uri url, ProbeConfig config, ProbeStage stage, Func<bool>? reached = null) =>
        UntilTimeOutAsync(url, config, stage, _ => reached?.Invoke() != false);

    /// <summary>The same, where the run itself shows how far it is.</summary>
    public static async Task<string> UntilTimeOutAsync(Uri url, ProbeConfig config, ProbeStage stage, Func<ProbeRun, bool> reached)
    {
        ProbeRun? run = null;
        using var probe = ProbeFactory.Create(ProbeBench.Target(url), config);
        var watched = new FakeProbe((started, token) =>
        {
            run = started;
            return probe.RunAsync(started, token);
        });
        await using var bench = new JobBench(watched, config);
        var running = bench.Job.RunOnceAsync(CancellationToken.None);
        await Eventually.IsTrueAsync(() => run is { } started && started.Stage == stage && reached(started), $"the probe came to {stage}");

        bench.Clock.Advance(config.Timeout);

        var result = await running;
        return $"{ProbeBench.Verdict(result)}: {result.Reason}";
    }
}
