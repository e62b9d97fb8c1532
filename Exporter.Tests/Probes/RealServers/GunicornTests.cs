using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.RealServers;

/// <summary>Workers under gunicorn: it kills those that take too long, and brings new ones up in place of the dead.</summary>
[TestFixture]
internal sealed class GunicornTests
{
    private const string Location = """{"text":"Ada Lovelace lived in London.","schema":"{\"location\": null}"}""";
    private const string Question = """{"text":"I love it"}""";

    [Test]
    public async Task A_worker_that_takes_too_long_is_killed_and_its_successor_answers()
    {
        await using var server = await PythonServer.StartAsync(PythonRunner.Gunicorn, arguments: ["--timeout", "1"]);

        var slow = await RealServerBench.AskAsync(server.BaseAddress, Flask("slow&seconds=60"));
        var next = await RealServerBench.AskAsync(server.BaseAddress, Flask("empty"));

        Assert.That(slow, Does.StartWith("protocol_error connection_reset: the connection was closed before an answer"));
        Assert.That(next, Does.StartWith("invalid assertion: "), "a new worker has answered");
        Assert.That(server.Output, Has.Some.Contains("WORKER TIMEOUT"));
    }

    [Test]
    public async Task A_worker_that_dies_in_a_request_is_replaced()
    {
        await using var server = await PythonServer.StartAsync(PythonRunner.GunicornWithUvicorn);

        var dead = await RealServerBench.AskAsync(server.BaseAddress, RealServerBench.Predict("/predict?fail=kill", Question));
        var next = await RealServerBench.AskAsync(server.BaseAddress, RealServerBench.Predict("/predict", Question));
        var cut = await RealServerBench.AskAsync(server.BaseAddress, RealServerBench.Chat("?fail=kill"));
        var stream = await RealServerBench.AskAsync(server.BaseAddress, RealServerBench.Chat());

        Assert.That(dead, Does.StartWith("protocol_error connection_reset: the connection was closed before an answer"));
        Assert.That(next, Is.EqualTo("success -: "), "the master keeps the socket: who asks meanwhile waits for the new worker");
        Assert.That(cut, Does.StartWith("protocol_error stream_truncated: the stream was cut after 1 chunk"));
        Assert.That(stream, Is.EqualTo("success -: "));
    }

    [TestCase("500", "http_error http_5xx: status 500: internal error")]
    [TestCase("crash", "http_error http_5xx: status 500: ")]
    [TestCase("out_of_memory", "http_error out_of_memory: status 500: CUDA out of memory")]
    [TestCase("bad_json", "protocol_error not_json: ")]
    public async Task An_application_that_fails_is_judged_by_its_answer(string fail, string verdict)
    {
        await using var server = await PythonServer.StartAsync(PythonRunner.Gunicorn);

        Assert.That(await RealServerBench.AskAsync(server.BaseAddress, Flask(fail)), Does.StartWith(verdict));
    }

    private static Exporter.Configuration.Probes.HttpProbeConfig Flask(string fail) => RealServerBench.Predict($"/api/predict?fail={fail}", Location);
}
