using Exporter.Configuration;
using Exporter.Probes;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Grpc;

/// <summary>Both probes of gRPC against a server that is not of our making.</summary>
[TestFixture]
internal sealed class GrpcioTests
{
    private static GrpcioServer? server;

    [OneTimeSetUp]
    public static async Task StartAsync() => server = await GrpcioServer.StartAsync();

    [OneTimeTearDown]
    public static async Task StopAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }

    [TestCase("", "success -", null)]
    [TestCase("down", "invalid assertion", "the service says NOT_SERVING")]
    [TestCase("nobody", "http_error http_4xx", "grpc-status NOT_FOUND: unknown service é")]
    public async Task A_service_is_healthy_or_not(string service, string verdict, string? reason)
    {
        var result = await ProbeBench.AskAsync(server!.Url, new GrpcHealthProbeConfig { Name = "h", Service = service });

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict), result.Reason);
        Assert.That(result.Reason, Is.EqualTo(reason));
        Assert.That(result.Phases, Has.Property("Connect").Not.Null.And.Property("Processing").Not.Null);
    }

    [TestCase("m", "success -", null)]
    [TestCase("loading", "invalid assertion", "the model is not ready: it says ready: false")]
    [TestCase("none", "http_error http_4xx", "the model is not ready: grpc-status NOT_FOUND: Request for unknown model: 'none' is not found")]
    [TestCase("oom", "protocol_error out_of_memory", "grpc-status INTERNAL: CUDA out of memory. Tried to allocate 2.00 GiB")]
    [TestCase("crash", "http_error http_5xx", "grpc-status UNKNOWN: Exception calling application: bug")]
    public async Task A_model_answers_tensors_made_from_its_metadata(string model, string verdict, string? reason)
    {
        using var probe = ProbeFactory.Create(ProbeBench.Target(server!.Url, model: model), new KserveGrpcProbeConfig { Name = "k" });

        var result = await ProbeBench.AskAsync(probe);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict), result.Reason);
        Assert.That(result.Reason, Is.EqualTo(reason));
    }

    [Test]
    public async Task A_kept_connection_serves_one_probe_after_the_other()
    {
        using var probe = ProbeFactory.Create(ProbeBench.Target(server!.Url), new KserveGrpcProbeConfig { Name = "k", Connection = ConnectionMode.Reuse });

        var first = await ProbeBench.AskAsync(probe);
        var second = await ProbeBench.AskAsync(probe);

        Assert.That(ProbeBench.Verdict(first), Is.EqualTo("success -"), first.Reason);
        Assert.That(ProbeBench.Verdict(second), Is.EqualTo("success -"), second.Reason);
        Assert.That(second.Phases.Connect, Is.Null);
    }
}
