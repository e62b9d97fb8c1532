using System.Net;
using System.Text.Json;

namespace Exporter.Tests.Demo;

/// <summary>Bad requests are answered like a real server's, and none harms the next.</summary>
[TestFixture]
internal sealed class DemoServerMistakesTests
{
    private DemoServerFixture server = null!;

    [SetUp]
    public async Task Start() => server = await DemoServerFixture.StartAsync();

    [TearDown]
    public async Task Stop() => await server.DisposeAsync();

    [TestCase("/v1/chat/completions", "{", 400, null)]
    [TestCase("/v1/chat/completions", "", 400, null)]
    [TestCase("/v1/chat/completions", "[]", 400, null)]
    [TestCase("/v1/chat/completions", "{}", 400, "model")]
    [TestCase("/v1/chat/completions", """{"model":"gpt-9","messages":[]}""", 404, "model")]
    [TestCase("/v1/chat/completions", """{"model":"demo-model"}""", 400, "messages")]
    [TestCase("/v1/chat/completions", """{"model":"demo-model","messages":[]}""", 400, "messages")]
    [TestCase("/v1/chat/completions", """{"model":"demo-model","messages":["hi"]}""", 400, "messages")]
    [TestCase("/v1/chat/completions", """{"model":"demo-model","messages":[{"role":"user"}]}""", 400, "messages")]
    [TestCase("/v1/chat/completions", """{"model":"demo-model","messages":[{"role":"user","content":"x"}],"max_tokens":0}""", 400, "max_tokens")]
    [TestCase("/v1/chat/completions", """{"model":"demo-model","messages":[{"role":"user","content":"x"}],"max_tokens":"many"}""", 400, "max_tokens")]
    [TestCase("/v1/completions", """{"model":"demo-model"}""", 400, "prompt")]
    [TestCase("/v1/embeddings", """{"model":"demo-model","input":[1]}""", 400, "input")]
    [TestCase("/v1/embeddings", """{"model":"demo-model","input":[]}""", 400, "input")]
    [TestCase("/v1/rerank", """{"model":"demo-model","documents":["a"]}""", 400, "query")]
    [TestCase("/v1/rerank", """{"model":"demo-model","query":"a"}""", 400, "documents")]
    [TestCase("/v1/rerank", """{"model":"demo-model","query":"a","documents":[7]}""", 400, "documents")]
    public async Task A_bad_request_is_answered_with_the_error_object(string path, string request, int status, string? parameter)
    {
        var (answered, body) = await server.AskAsync(path, request);
        var error = body.GetProperty("error");
        Assert.That((int)answered, Is.EqualTo(status));
        Assert.That(error.GetProperty("code").GetInt32(), Is.EqualTo(status));
        Assert.That(error.GetProperty("param").GetString(), Is.EqualTo(parameter));
        Assert.That(error.GetProperty("message").GetString(), Is.Not.Empty);
    }

    [TestCase("nonsense")]
    [TestCase("{}")]
    [TestCase("""{"text":"a"}""")]
    [TestCase("""{"text":"a","schema":"not json"}""")]
    [TestCase("""{"text":"a","schema":"[]"}""")]
    [TestCase("""{"text":"a","schema":{}}""")]
    public async Task Predict_answers_a_bad_request_like_a_Flask_application(string request)
    {
        var (status, body) = await server.AskAsync("/api/predict", request);
        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(body.GetProperty("error").ValueKind, Is.EqualTo(JsonValueKind.String));
    }

    [Test]
    public async Task An_unknown_path_is_not_found()
    {
        var (status, body) = await server.GetAsync("/v2/nothing");
        Assert.That(status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(body.GetProperty("error").GetProperty("message").GetString(), Does.Contain("/v2/nothing"));
    }

    [Test]
    public async Task A_wrong_method_is_told_the_right_one()
    {
        using var response = await server.Client.GetAsync(new Uri("/v1/chat/completions", UriKind.Relative));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
        Assert.That(response.Content.Headers.Allow, Is.EqualTo(new[] { "POST" }));
    }

    [Test]
    public async Task A_huge_request_is_refused_and_the_next_one_answered()
    {
        var huge = $$"""{"model":"demo-model","prompt":"{{new string('x', 2 * 1024 * 1024)}}"}""";
        HttpStatusCode? status = null;
        try
        {
            using var response = await server.PostAsync("/v1/completions", huge);
            status = response.StatusCode;
        }
        catch (HttpRequestException)
        {
            // The server may close the connection while the client still sends.
        }

        Assert.That(status, Is.Null.Or.EqualTo(HttpStatusCode.RequestEntityTooLarge));
        var (next, _) = await server.AskAsync("/v1/completions", DemoRequests.Completion);
        Assert.That(next, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_thousand_requests_in_a_row_are_answered()
    {
        var good = 0;
        for (var request = 0; request < 1000; request++)
        {
            using var response = await server.PostAsync("/v1/embeddings", """{"model":"demo-model","input":"again"}""");
            good += response.StatusCode == HttpStatusCode.OK ? 1 : 0;
        }

        Assert.That(good, Is.EqualTo(1000));
    }
}
