using Exporter.Probes;

namespace Exporter.Tests.Probes;

public class ProbeErrorTableTests
{
    [TestCase("name_resolution", "connect_error")]
    [TestCase("connection_refused", "connect_error")]
    [TestCase("connection_reset", "protocol_error")]
    [TestCase("tls", "connect_error")]
    [TestCase("timeout_connect", "timeout")]
    [TestCase("timeout_first_token", "timeout")]
    [TestCase("timeout_total", "timeout")]
    [TestCase("http_4xx", "http_error")]
    [TestCase("http_429", "http_error")]
    [TestCase("http_5xx", "http_error")]
    [TestCase("stream_error", "protocol_error")]
    [TestCase("stream_truncated", "protocol_error")]
    [TestCase("body_too_large", "protocol_error")]
    [TestCase("not_json", "protocol_error")]
    [TestCase("assertion", "invalid")]
    [TestCase("out_of_memory", "protocol_error")]
    [TestCase("other", "protocol_error")]
    public void Every_error_has_its_outcome(string error, string outcome)
    {
        var type = Enum.GetValues<ProbeErrorType>().Single(t => t.Label() == error);

        Assert.That(ProbeErrorTable.OutcomeOf(type, requestSent: true, statusCode: 200).Label(), Is.EqualTo(outcome));
    }

    [Test]
    public void The_sets_are_closed_and_their_texts_differ()
    {
        Assert.That(Enum.GetValues<ProbeErrorType>().Select(e => e.Label()), Is.Unique.And.Exactly(17).Items);
        Assert.That(Enum.GetValues<ProbeOutcome>().Select(o => o.Label()), Is.EqualTo(new[] { "success", "timeout", "connect_error", "http_error", "protocol_error", "invalid" }));
        Assert.That(Enum.GetValues<ProbeSkipReason>().Select(s => s.Label()), Is.EqualTo(new[] { "busy", "not_loaded", "idle", "maintenance", "budget", "previous_running" }));
    }

    [Test]
    public void A_reset_before_the_request_was_sent_never_reached_the_server() =>
        Assert.That(ProbeErrorTable.OutcomeOf(ProbeErrorType.ConnectionReset, requestSent: false, null), Is.EqualTo(ProbeOutcome.ConnectError));

    [Test]
    public void Out_of_memory_with_a_server_error_status_is_an_http_error() =>
        Assert.That(ProbeErrorTable.OutcomeOf(ProbeErrorType.OutOfMemory, requestSent: true, 500), Is.EqualTo(ProbeOutcome.HttpError));
}
