using Exporter.Probes;

namespace Exporter.Tests.Probes.Failures;

/// <summary>The failures of a model server, each brought about by a real server; together they reach every error type there is.</summary>
[TestFixture]
internal sealed class FailureTableTests
{
    /// <summary>What the documentation promises to tell apart, in its order.</summary>
    private static readonly string[] Promised =
    [
        "refuse", "reset", "hang before headers", "hang mid-stream", "half a chunk", "wrong content length", "gzip bomb", "10 MB line", "invalid UTF-8",
        "TLS expired", "TLS wrong name", "TLS unknown CA", "TLS self-signed", "TLS client certificate required", "401", "403", "404", "413", "422", "429 with Retry-After", "500", "503 loading", "CUDA out of memory", "Gradio error event",
    ];

    private static IEnumerable<Failure> All => [.. LostConnections.All, .. Hangs.All, .. RefusedRequests.All, .. BrokenAnswers.All, .. BrokenStreams.All];

    private static IEnumerable<TestCaseData> Cases => All.Select(failure => new TestCaseData(failure).SetArgDisplayNames(failure.Situation));

    [TestCaseSource(nameof(Cases))]
    public async Task A_failure_is_called_by_its_name(Failure failure)
    {
        var seen = await failure.ReachAsync();

        Assert.That(seen, Does.StartWith(failure.Verdict + ": ").And.Contain(failure.Reason));
    }

    [Test]
    public void No_error_type_is_without_a_server_that_makes_it() =>
        Assert.That(Enum.GetValues<ProbeErrorType>().Select(type => type.Label()).Except(All.Select(failure => failure.ErrorType)), Is.Empty);

    [Test]
    public void No_promised_situation_is_without_a_server_that_makes_it() =>
        Assert.That(Promised.Where(situation => !All.Any(failure => failure.Situation.StartsWith(situation, StringComparison.Ordinal))), Is.Empty);

    [Test]
    public void No_two_failures_have_one_name() => Assert.That(All.Select(failure => failure.Situation), Is.Unique);
}
