using Exporter.Tests.Support;

namespace Exporter.Tests.EndToEnd;

[Category("EndToEnd")]
internal sealed class FlaskTargetTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

    private static (string, string) Target => ("target", "uninlu");

    [Test]
    public async Task A_real_flask_server_is_judged_by_what_it_answers()
    {
        await using var flask = await PythonServer.StartAsync(PythonRunner.Werkzeug);
        await using var daemon = await DaemonProcessUnderTest.StartAsync(Configs.With(Configs.Predict("uninlu", flask.BaseAddress)));

        var right = await daemon.ScrapeUntilAsync(s => s.Find("probe_success", Target) == 1, Bound, "the right answer is a success");
        Assert.That(right.Value("probe_http_status_code", Target), Is.EqualTo(200));
        Assert.That(right.Value("probe_request_duration_seconds_count", Target), Is.Positive);

        await ExpectAsync(daemon, flask.BaseAddress, "500", "http_error", "http_5xx");
        await ExpectAsync(daemon, flask.BaseAddress, "out_of_memory", "http_error", "out_of_memory");
        await ExpectAsync(daemon, flask.BaseAddress, "empty", "invalid", "assertion");
        await ExpectAsync(daemon, flask.BaseAddress, "bad_json", "protocol_error", "not_json");
        await ExpectAsync(daemon, flask.BaseAddress, "slow", "timeout", "timeout_total");

        var counted = right.Value("probe_request_duration_seconds_count", Target);
        Reload(daemon, Configs.Predict("uninlu", flask.BaseAddress));
        await daemon.ScrapeUntilAsync(
            s => s.Find("probe_success", Target) == 1 && s.Value("probe_request_duration_seconds_count", Target) > counted,
            Bound,
            "the right answer is a success again, under the same counters");
    }

    /// <summary>From now on the application fails in one way: that way, and no other, is counted.</summary>
    private static async Task ExpectAsync(DaemonProcessUnderTest daemon, Uri flask, string failure, string outcome, string errorType)
    {
        var before = await daemon.ScrapeAsync();
        Reload(daemon, Configs.Predict("uninlu", flask, failure));
        var after = await daemon.ScrapeUntilAsync(s => Errors(s, errorType) > Errors(before, errorType), Bound, $"{errorType} is counted");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.Value("probe_success", Target), Is.Zero);
            Assert.That(Outcomes(after, outcome) - Outcomes(before, outcome), Is.EqualTo(Errors(after, errorType) - Errors(before, errorType)), outcome);
            Assert.That(after.Value("probe_errors_total", Target, ("error_type", "other")), Is.Zero);
        }
    }

    private static void Reload(DaemonProcessUnderTest daemon, string target)
    {
        daemon.Edit(Configs.With(target));
        daemon.Process.Send(Signal.Hangup);
    }

    private static double Errors(MetricSamples samples, string errorType) => samples.Value("probe_errors_total", Target, ("error_type", errorType));

    private static double Outcomes(MetricSamples samples, string outcome) => samples.Value("probe_requests_total", Target, ("outcome", outcome));
}
