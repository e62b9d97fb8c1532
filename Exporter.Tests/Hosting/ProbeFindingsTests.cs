using Exporter.Configuration.Client;
using Exporter.Configuration.Probes;
using Exporter.Hosting;
using Exporter.Probes;
using Exporter.Probes.Metrics;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;
using Exporter.Traffic.State;

namespace Exporter.Tests.Hosting;

internal sealed class ProbeFindingsTests
{
    [Test]
    public async Task A_failure_on_our_side_says_nothing_of_the_server()
    {
        await using var server = ScriptedServer.Answering(200, "well");
        var withoutCredentials = ProbeBench.Http() with
        {
            Authorization = new AuthorizationConfig { Credentials = new SecretReference { File = "/nonexistent/token" } },
        };

        var result = await ProbeBench.AskAsync(server, withoutCredentials);

        Assert.That((ProbeBench.Verdict(result), ProbeFindings.Of(result)), Is.EqualTo(("protocol_error other", (ProbeFinding?)null)));
    }

    [Test]
    public async Task A_name_that_is_not_known_is_no_refused_connection()
    {
        var result = await ProbeBench.AskAsync(new Uri("http://does-not-exist.invalid"), ProbeBench.Http());

        Assert.That((result.ErrorType, ProbeFindings.Of(result)), Is.EqualTo((ProbeErrorType.NameResolution, (ProbeFinding?)ProbeFinding.Unresolved)));
    }

    [TestCase("resolve", nameof(ProbeFinding.Unresolved))]
    [TestCase("connect", nameof(ProbeFinding.TimedOut))]
    public void A_time_out_in_the_look_up_of_the_name_is_not_the_servers(string phase, string finding)
    {
        var result = new ProbeResult
        {
            Outcome = ProbeOutcome.Timeout,
            ErrorType = ProbeErrorType.TimeoutConnect,
            Unfinished = new UnfinishedPhase(phase, TimeSpan.FromSeconds(2)),
            Duration = TimeSpan.FromSeconds(2),
            Phases = new ProbePhases(),
        };

        Assert.That(ProbeFindings.Of(result).ToString(), Is.EqualTo(finding));
    }

    [TestCase("POST", null, true)]
    [TestCase("GET", null, false, Description = "a page that is fetched proves little")]
    [TestCase("GET", "a question", true, Description = "a case with an input is posted")]
    public void What_is_posted_asks_the_model(string method, string? input, bool asksModel)
    {
        var quality = new QualityConfig { Cases = new([new QualityCaseConfig { Input = input, Contains = new(["x"]) }]) };
        var config = ProbeBench.Http() with { Method = method, Quality = quality };
        using var metrics = new ProbeMetrics("findings", config.Name, ProbeBench.Buckets, new ManualTimeProvider());

        Assert.That(ProbeFindings.Of(config, metrics).AsksModel, Is.EqualTo(asksModel));
        Assert.That(((HttpProbeConfig)config.Asking(quality.Cases[0])!).Method == "POST", Is.EqualTo(asksModel), "as it is asked");
    }

    [TestCase(200, "well", nameof(ProbeFinding.Answered))]
    [TestCase(429, "", nameof(ProbeFinding.Overloaded))]
    [TestCase(500, "", nameof(ProbeFinding.Failed))]
    [TestCase(503, "", nameof(ProbeFinding.Unavailable))]
    public async Task What_the_server_says_is_its_own(int status, string body, string finding)
    {
        await using var server = ScriptedServer.Answering(status, body);

        var result = await ProbeBench.AskAsync(server, ProbeBench.Http());

        Assert.That(ProbeFindings.Of(result).ToString(), Is.EqualTo(finding));
    }
}
