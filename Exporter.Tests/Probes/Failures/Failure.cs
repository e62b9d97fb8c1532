using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Failures;

/// <summary>One way in which a server fails, done by a real one, and what the probe must call it.</summary>
/// <param name="Situation">In a few words; the test's name.</param>
/// <param name="Verdict">Outcome and error type, as the labels have them.</param>
/// <param name="Reason">What the reason must say.</param>
/// <param name="ReachAsync">Lets it happen; gives <c>outcome error_type: reason</c>.</param>
internal sealed record Failure(string Situation, string Verdict, string Reason, Func<Task<string>> ReachAsync)
{
    /// <summary>The error type of the verdict.</summary>
    public string ErrorType => Verdict.Split(' ')[1];

    /// <summary>A probe that a server of its own lets fail.</summary>
    public static Failure Of(string situation, string verdict, string reason, ProbeConfig config, Func<ScriptedServer> serve) =>
        new(situation, verdict, reason, async () =>
        {
            await using var server = serve();
            return await AskAsync(server.Url, config);
        });

    /// <summary>A server that hangs, and the time-out that ends the probe; the time is not waited for.</summary>
    /// <param name="stage">How far the probe comes.</param>
    public static Failure Hanging(string situation, string verdict, string reason, ProbeConfig config, ProbeStage stage, Func<ScriptedConnection, Task> script) =>
        new(situation, verdict, reason, async () =>
        {
            await using var server = new ScriptedServer(script);
            return await Hang.UntilTimeOutAsync(server.Url, config, stage);
        });

    /// <summary>An answer with a status, headers and a body.</summary>
    public static Failure Answered(string situation, string verdict, string reason, ProbeConfig config, int status, string body, string headers = "") =>
        Of(situation, verdict, reason, config, () => ScriptedServer.Answering(status, body, headers: headers));

    public static async Task<string> AskAsync(Uri url, ProbeConfig config)
    {
        var result = await ProbeBench.AskAsync(url, config);
        return $"{ProbeBench.Verdict(result)}: {result.Reason}";
    }

    public override string ToString() => Situation;
}
