using Exporter.Configuration;
using Exporter.Configuration.Client;
using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Transport;

/// <summary>Whoever counts the requests of users learns of each of ours.</summary>
internal sealed class SentRequestTests
{
    private readonly List<SentRequest> sent = [];

    [TestCase(ConnectionMode.New)]
    [TestCase(ConnectionMode.Reuse)]
    public async Task Every_request_is_told_with_its_port_and_its_answer(ConnectionMode mode)
    {
        await using var server = ScriptedServer.Answering(503, "no", "text/plain");
        var target = new TargetConfig { Name = "t", Url = server.Url };
        using var probe = ProbeFactory.Create(target, new HttpProbeConfig { Name = "p", Path = "/a?b=c", Connection = mode });
        for (var i = 0; i < 3; i++)
        {
            await probe.RunAsync(new ProbeRun(TimeProvider.System) { Sent = sent.Add }, CancellationToken.None);
        }

        Assert.That(sent.Select(s => (s.Method, s.Path, s.Status)), Is.EqualTo(Enumerable.Repeat(("GET", "/a?b=c", (int?)503), 3)));
        Assert.That(sent.Select(s => s.LocalPort), Has.All.Positive);
    }

    [Test]
    public async Task The_looks_before_and_after_a_question_are_told_too()
    {
        await using var server = new OllamaServer();
        using var probe = ProbeFactory.Create(ProbeBench.Target(server.Url), ProbeBench.Ollama(mayDoAnything: false));

        var result = await probe.RunAsync(new ProbeRun(TimeProvider.System) { Sent = sent.Add }, CancellationToken.None);

        Assert.That(result.IsSuccess, Is.True, result.Reason);
        Assert.That(server.Requests, Has.Count.EqualTo(3));
        Assert.That(sent.Select(static s => $"{s.Method} {s.Path} HTTP/1.1"), Is.EqualTo(server.Requests));
    }

    [Test]
    public async Task What_was_never_written_is_not_told()
    {
        var target = new TargetConfig { Name = "t", Url = new Uri($"http://127.0.0.1:{FreePort.Next()}") };
        using var probe = ProbeFactory.Create(target, new HttpProbeConfig { Name = "p" });
        await probe.RunAsync(new ProbeRun(TimeProvider.System) { Sent = sent.Add }, CancellationToken.None);

        Assert.That(sent, Is.Empty);
    }
}
