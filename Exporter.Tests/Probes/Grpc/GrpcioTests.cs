using Exporter.Configuration.Client;
using Exporter.Configuration.Probes;
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

    [TestCase("/outputs/0/data/0", "42", "success -")]
    [TestCase("/outputs/0/data/0", "43", "invalid assertion")]
    [TestCase("/outputs/1/data/0", "a", "success -")]
    [TestCase("/outputs/1/data/1", "", "success -")]
    [TestCase("/model_name", "m", "success -")]
    public async Task Values_of_the_answer_are_judged(string pointer, string value, string verdict)
    {
        var config = new KserveGrpcProbeConfig { Name = "k", Json = new([new JsonExpectConfig { Pointer = pointer, EqualTo = value }]) };

        var result = await ProbeBench.AskAsync(server!.Url, config);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict), result.Reason);
    }

    [TestCase("""["probe"]""", "[[0, 0, 0]]", "success -", "")]
    [TestCase("""["probe"]""", "[[0, 0, 1]]", "http_error http_4xx", "unexpected input")]
    [TestCase("""["other"]""", "[0, 0, 0]", "http_error http_4xx", "unexpected input")]
    [TestCase("""[5]""", "[0, 0, 0]", "protocol_error other", "the data of input 'text' is not BYTES throughout")]
    public async Task A_request_that_is_given_is_sent_as_it_stands(string text, string numbers, string verdict, string reason)
    {
        var config = new KserveGrpcProbeConfig
        {
            Name = "k",
            Body = $$"""
                {"inputs":[
                  {"name":"text","shape":[1],"datatype":"BYTES","data":{{text}}},
                  {"name":"x","shape":[1,3],"datatype":"FP32","data":{{numbers}}},
                  {"name":"half","shape":[2],"datatype":"FP16","data":[0,0]}]}
                """,
        };

        var result = await ProbeBench.AskAsync(server!.Url, config);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict), result.Reason);
        Assert.That(result.Reason ?? "", Does.Contain(reason));
    }

    [TestCase("""{"strict":true,"beams":4,"mode":"best","heat":0.5}""", """[{"name":"sum","parameters":{"top":1}}]""", "success -", "")]
    [TestCase("""{"strict":true}""", """[{"name":"sum"}]""", "http_error http_4xx", "unexpected parameters")]
    [TestCase("""{"mode":[]}""", "[]", "protocol_error other", "parameter 'mode' is no text, number or boolean")]
    [TestCase("3", "[]", "protocol_error other", "parameters are no object")]
    [TestCase("{}", """[{"top":1}]""", "protocol_error other", "an output has no name")]
    [TestCase("{}", """{"name":"sum"}""", "protocol_error other", "the outputs are no list")]
    public async Task Parameters_and_outputs_are_sent_too(string parameters, string outputs, string verdict, string reason)
    {
        var config = new KserveGrpcProbeConfig
        {
            Name = "k",
            Body = $$"""
                {"parameters":{{parameters}},"outputs":{{outputs}},"inputs":[
                  {"name":"text","shape":[1],"datatype":"BYTES","data":["probe"],"parameters":{"content_type":"str"} },
                  {"name":"x","shape":[1,3],"datatype":"FP32","data":[0,0,0]},
                  {"name":"half","shape":[2],"datatype":"FP16","data":[0,0]}]}
                """,
            Json = new([new JsonExpectConfig { Pointer = "/outputs", MinLength = 1 }, new JsonExpectConfig { Pointer = "/outputs/1", Exists = false }]),
        };

        var result = await ProbeBench.AskAsync(server!.Url, config);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict), result.Reason);
        Assert.That(result.Reason ?? "", Does.Contain(reason));
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
