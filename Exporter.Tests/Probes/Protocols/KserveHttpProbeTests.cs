using System.Text.Json;
using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Tests.Probes.Support;

namespace Exporter.Tests.Probes.Protocols;

public class KserveHttpProbeTests
{
    private static readonly KserveHttpProbeConfig Config = new() { Name = "kserve-http" };

    [TestCase("image", """{"inputs":[{"name":"input","shape":[1,3,4,4],"datatype":"FP32","data":[ZEROS]}],"outputs":[{"name":"output"}]}""")]
    [TestCase("text", """{"inputs":[{"name":"TEXT","shape":[1],"datatype":"BYTES","data":["probe"]},{"name":"MAX","shape":[1],"datatype":"INT32","data":[0]},{"name":"STREAM","shape":[1],"datatype":"BOOL","data":[false]}],"outputs":[{"name":"ANSWER"}]}""")]
    public async Task It_asks_with_a_tensor_made_from_the_metadata(string model, string body)
    {
        await using var server = new ScriptedKserve(ScriptedKserve.Written($"metadata_{model}.json"), ScriptedKserve.Written($"infer_{model}.json"));

        var result = await ProbeBench.AskAsync(server.Url, Config);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(server.Asked, Is.EqualTo(new[] { "GET /v2/models/m/ready", "GET /v2/models/m", "POST /v2/models/m/infer" }));
        Assert.That(server.Inference, Is.EqualTo(body.Replace("ZEROS", string.Join(',', Enumerable.Repeat('0', 48)), StringComparison.Ordinal)));
        Assert.That(result.Phases.Connect, Is.Not.Null, "the inference is measured with a connection of its own");
    }

    [Test]
    public async Task What_JSON_cannot_carry_travels_behind_it()
    {
        const string json = """{"outputs":[{"name":"y","datatype":"FP16","shape":[3],"parameters":{"binary_data_size":6}}]}""";
        await using var server = new ScriptedKserve(
            _ => ScriptedKserve.Written("metadata_half.json"),
            connection => connection.AnswerAsync(200, json + "\0\u003c\0\u003c\0\u003c", "application/octet-stream", $"Inference-Header-Content-Length: {json.Length}\r\n"));

        var result = await ProbeBench.AskAsync(server.Url, Config);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        var end = server.Inference.IndexOf('\0', StringComparison.Ordinal);
        Assert.That(server.Inference[end..], Is.EqualTo(new string('\0', 12)), "two by three numbers of two bytes");
        Assert.That(server.Requests[^1], Does.Contain($"Inference-Header-Content-Length: {end}\r\n").And.Contain("Content-Type: application/octet-stream\r\n"));
        using var sent = JsonDocument.Parse(server.Inference[..end]);
        Assert.That(sent.RootElement.GetProperty("inputs")[0].GetRawText(), Is.EqualTo("""{"name":"x","shape":[2,3],"datatype":"FP16","parameters":{"binary_data_size":12}}"""));
        Assert.That(sent.RootElement.GetProperty("outputs")[0].GetRawText(), Is.EqualTo("""{"name":"y","parameters":{"binary_data":true}}"""));
    }

    [TestCase("""{"error":"backend failed"}""", "protocol_error other", "the server reported an error with status 200: backend failed")]
    [TestCase("""{"error":"CUDA out of memory"}""", "protocol_error out_of_memory", "the server reported an error with status 200: CUDA out of memory")]
    [TestCase("""{"outputs":[]}""", "invalid assertion", "the answer has no outputs")]
    [TestCase("""{"outputs":[{"name":"output","shape":[1,5]}]}""", "invalid assertion", "the answer has an output without name, datatype or shape")]
    [TestCase("""{"outputs":[{"name":"other","datatype":"FP32","shape":[1],"data":[0]}]}""", "invalid assertion", "the answer has no output 'output'")]
    [TestCase("""{"outputs":[{"name":"output","datatype":"FP64","shape":[1,5],"data":[0,0,0,0,0]}]}""", "invalid assertion", "output 'output' is FP64, not FP32 as the metadata says")]
    [TestCase("""{"outputs":[{"name":"output","datatype":"FP32","shape":[1,4],"data":[0,0,0,0]}]}""", "invalid assertion", "output 'output' has shape [1, 4], not [-1, 5] as the metadata says")]
    [TestCase("""{"outputs":[{"name":"output","datatype":"FP32","shape":[1,5],"data":[0,0,0,0]}]}""", "invalid assertion", "output 'output' has 4 elements, but its shape says 5")]
    [TestCase("""{"outputs":[{"name":"output","datatype":"FP32","shape":[1,5]}]}""", "invalid assertion", "output 'output' has no data")]
    [TestCase("""{"outputs":[{"name":"output","datatype":"FP32","shape":[-1,5],"data":[]}]}""", "invalid assertion", "output 'output' is no tensor: FP32 [-1, 5]")]
    [TestCase("""{"outputs":[{"name":"output","datatype":"FP32","shape":[9223372036854775807,5],"data":[]}]}""", "invalid assertion", "output 'output' is no tensor: FP32 [9223372036854775807, 5]")]
    [TestCase("""{"outputs":[{"name":"output","datatype":"FP32","shape":["1","5"],"data":[[0,0,0,0,0]]}]}""", "success -", null)]
    [TestCase("[]", "invalid assertion", "the answer has no outputs")]
    public async Task An_answer_has_its_verdict(string answer, string verdict, string? reason)
    {
        await using var server = new ScriptedKserve(ScriptedKserve.Written("metadata_image.json"), answer);

        var result = await ProbeBench.AskAsync(server.Url, Config);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict), result.Reason);
        Assert.That(result.Reason, Is.EqualTo(reason));
    }

    [TestCase(400, "", "http_error http_4xx", "the model is not ready: status 400", Description = "Triton")]
    [TestCase(503, """{"error":"loading"}""", "http_error http_5xx", "the model is not ready: status 503: loading")]
    [TestCase(200, """{"name":"m","ready":false}""", "invalid assertion", "the model is not ready: it says ready: false")]
    public async Task A_model_that_is_not_ready_is_not_asked(int status, string body, string verdict, string reason)
    {
        await using var server = new ScriptedKserve(_ => "{}", connection => connection.AnswerAsync(200, "{}"), connection => connection.AnswerAsync(status, body));

        var result = await ProbeBench.AskAsync(server.Url, Config);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict));
        Assert.That(result.Reason, Is.EqualTo(reason));
        Assert.That(server.Asked, Is.EqualTo(new[] { "GET /v2/models/m/ready" }));
    }

    [TestCase("""{"inputs":[],"outputs":[]}""", "no metadata of the model: no request can be made: the metadata names no inputs; give the probe a body")]
    [TestCase("""{"name":"m"}""", "no metadata of the model: no request can be made: the metadata has no inputs; give the probe a body")]
    [TestCase("""{"inputs":[{"name":"x"}],"outputs":[]}""", "no metadata of the model: no request can be made: the metadata has inputs without name, datatype or shape; give the probe a body")]
    [TestCase("""{"inputs":[{"name":"x","datatype":"FP8","shape":[1]}],"outputs":[]}""", "no metadata of the model: no request can be made: input 'x' is of the unknown type 'FP8'; give the probe a body")]
    [TestCase("""{"inputs":[{"name":"x","datatype":"FP32","shape":[9999999,9999999,9999999]}],"outputs":[]}""", "no metadata of the model: no request can be made: input 'x' of shape [9999999, 9999999, 9999999] is longer than 16777216 bytes; give the probe a body")]
    public async Task Metadata_that_no_request_can_be_made_from_is_a_failure_with_a_way_out(string metadata, string reason)
    {
        await using var server = new ScriptedKserve(metadata, "{}");

        var result = await ProbeBench.AskAsync(server.Url, Config);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("protocol_error other"));
        Assert.That(result.Reason, Is.EqualTo(reason));
    }

    [Test]
    public async Task An_error_of_the_server_is_told_in_its_words()
    {
        await using var server = new ScriptedKserve(
            _ => ScriptedKserve.Written("metadata_image.json"),
            connection => connection.AnswerAsync(400, ScriptedKserve.Written("error_wrong_shape.json")));

        var result = await ProbeBench.AskAsync(server.Url, Config);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("http_error http_4xx"));
        Assert.That(result.Reason, Does.StartWith("status 400: unexpected shape for input 'input'"));
    }

    [Test]
    public async Task Metadata_is_read_once_and_again_after_a_failure()
    {
        var answers = new Queue<string>(["good", "good", "bad", "good"]);
        await using var server = new ScriptedKserve(
            _ => ScriptedKserve.Written("metadata_image.json"),
            connection => connection.AnswerAsync(200, answers.Dequeue() == "good" ? ScriptedKserve.Written("infer_image.json") : "{}"));
        using var probe = ProbeFactory.Create(ProbeBench.Target(server.Url), Config with { CheckReady = false });
        var verdicts = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            verdicts.Add(ProbeBench.Verdict(await ProbeBench.AskAsync(probe)));
        }

        Assert.That(verdicts, Is.EqualTo(new[] { "success -", "success -", "invalid assertion", "success -" }));
        Assert.That(server.Asked.Select(line => line.Split(' ')[0]), Is.EqualTo(new[] { "GET", "POST", "POST", "POST", "GET", "POST" }));
    }

    [Test]
    public async Task A_given_body_is_sent_as_it_is_and_a_version_and_checks_are_kept()
    {
        await using var server = new ScriptedKserve("{}", ScriptedKserve.Written("infer_image.json"));
        var config = Config with
        {
            Body = """{"inputs":[]}""",
            ModelVersion = "2",
            Json = new([new JsonExpectConfig { Pointer = "/outputs/0/data/3", Min = 3 }, new JsonExpectConfig { Pointer = "/model_version", EqualTo = "2" }]),
        };

        var result = await ProbeBench.AskAsync(server.Url, config);

        Assert.That(server.Asked, Is.EqualTo(new[] { "GET /v2/models/m/versions/2/ready", "POST /v2/models/m/versions/2/infer" }));
        Assert.That(server.Inference, Is.EqualTo(config.Body));
        Assert.That(result.Reason, Is.EqualTo("/model_version is '1', not '2'"));
    }

    [TestCase("{", "", "protocol_error not_json")]
    [TestCase("{}", "Inference-Header-Content-Length: 3\r\n", "protocol_error not_json")]
    [TestCase("{}", "Inference-Header-Content-Length: -1\r\n", "protocol_error not_json")]
    public async Task What_is_no_JSON_is_called_so(string answer, string header, string verdict)
    {
        await using var server = new ScriptedKserve(
            _ => ScriptedKserve.Written("metadata_image.json"),
            connection => connection.AnswerAsync(200, answer, headers: header));

        Assert.That(ProbeBench.Verdict(await ProbeBench.AskAsync(server.Url, Config)), Is.EqualTo(verdict));
    }

    [Test]
    public async Task A_server_that_hangs_over_the_inference_runs_into_the_time_out()
    {
        await using var server = new ScriptedKserve(_ => ScriptedKserve.Written("metadata_image.json"), connection => connection.HoldAsync());

        Assert.That(
            await Hang.UntilTimeOutAsync(server.Url, Config, ProbeStage.Waiting, () => server.Requests.Length == 3),
            Is.EqualTo("timeout timeout_total: time-out of 10s waiting for the headers of the answer"));
    }
}
