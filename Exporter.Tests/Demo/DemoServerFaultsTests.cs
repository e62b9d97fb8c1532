using System.Net;
using System.Net.Sockets;
using Exporter.Tests.Support;

namespace Exporter.Tests.Demo;

/// <summary>Every fault on every inference endpoint, and the way back.</summary>
[TestFixture]
internal sealed class DemoServerFaultsTests
{
    private DemoServerFixture server = null!;

    [SetUp]
    public async Task Start() => server = await DemoServerFixture.StartAsync();

    [TearDown]
    public async Task Stop() => await server.DisposeAsync();

    [Test]
    public async Task The_list_names_every_fault_and_the_one_that_is_on()
    {
        var (_, before) = await server.GetAsync("/demo/faults");
        Assert.That(before.GetProperty("fault").GetString(), Is.EqualTo("none"));
        Assert.That(
            before.GetProperty("faults").EnumerateArray().Select(name => name.GetString()),
            Is.EqualTo(new[] { "none", "slow", "error", "truncated", "wrong_answer", "hang", "stream_error", "loading", "out_of_memory" }));
        await server.SwitchAsync("error");
        var (_, after) = await server.GetAsync("/demo/faults");
        Assert.That(after.GetProperty("fault").GetString(), Is.EqualTo("error"));
    }

    [TestCase("{")]
    [TestCase("[]")]
    [TestCase("""{"fault":"earthquake"}""")]
    [TestCase("""{"fault":1}""")]
    public async Task An_unknown_fault_is_refused_and_changes_nothing(string request)
    {
        await server.SwitchAsync("error");
        var (status, body) = await server.AskAsync("/demo/faults", request);
        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(body.GetProperty("error").GetProperty("message").GetString(), Does.Contain("out_of_memory"));
        var (_, after) = await server.GetAsync("/demo/faults");
        Assert.That(after.GetProperty("fault").GetString(), Is.EqualTo("error"));
    }

    [TestCaseSource(typeof(DemoRequests), nameof(DemoRequests.All))]
    public async Task Error_is_500_and_ends_with_none(string path, string request)
    {
        await server.SwitchAsync("error");
        var (status, body) = await server.AskAsync(path, request);
        Assert.That(status, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(body.TryGetProperty("error", out _), Is.True);
        await server.SwitchAsync("none");
        (status, _) = await server.AskAsync(path, request);
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCaseSource(typeof(DemoRequests), nameof(DemoRequests.All))]
    public async Task Out_of_memory_is_500_with_the_text_of_CUDA(string path, string request)
    {
        await server.SwitchAsync("out_of_memory");
        var (status, body) = await server.AskAsync(path, request);
        Assert.That(status, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(body.GetRawText(), Does.Contain("CUDA out of memory"));
    }

    [TestCaseSource(typeof(DemoRequests), nameof(DemoRequests.All))]
    public async Task Loading_is_503_in_the_words_of_llama_cpp(string path, string request)
    {
        await server.SwitchAsync("loading");
        var (status, body) = await server.AskAsync(path, request);
        Assert.That(status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(body.GetProperty("error").GetProperty("message").GetString(), Is.EqualTo("Loading model"));
        var (health, _) = await server.GetAsync("/health");
        Assert.That(health, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
    }

    [TestCaseSource(typeof(DemoRequests), nameof(DemoRequests.All))]
    public async Task Truncated_breaks_the_connection_inside_the_body(string path, string request)
    {
        await server.SwitchAsync("truncated");
        using var response = await server.PostForHeadAsync(path, request);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(async () => await response.Content.ReadAsStringAsync(), Throws.InstanceOf<HttpRequestException>());
    }

    [Test]
    public async Task Truncated_breaks_a_stream_after_half_of_its_tokens()
    {
        await server.SwitchAsync("truncated");
        using var response = await server.PostForHeadAsync("/v1/chat/completions", DemoRequests.ChatStream);
        using var body = await response.Content.ReadAsStreamAsync();
        var received = new MemoryStream();
        Assert.That(async () => await body.CopyToAsync(received), Throws.InstanceOf<IOException>());
        var text = System.Text.Encoding.UTF8.GetString(received.ToArray());
        Assert.That(text, Does.Contain("primary").And.Not.Contain("red"));
        Assert.That(text, Does.Not.Contain("[DONE]"));
    }

    [Test]
    public async Task Stream_error_stands_inside_a_stream_of_status_200()
    {
        await server.SwitchAsync("stream_error");
        var events = await server.StreamAsync("/v1/chat/completions", DemoRequests.ChatStream);
        Assert.That(events[^1], Is.EqualTo("[DONE]"));
        Assert.That(DemoServerFixture.Parse(events[^2]).GetProperty("error").GetProperty("code").GetInt32(), Is.EqualTo(500));
        Assert.That(events[1], Does.Contain("The"), "tokens came before");
    }

    [TestCaseSource(typeof(DemoRequests), nameof(DemoRequests.All))]
    public async Task Stream_error_is_an_error_with_status_200_where_nothing_is_streamed(string path, string request)
    {
        await server.SwitchAsync("stream_error");
        var (status, body) = await server.AskAsync(path, request);
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(body.TryGetProperty("error", out _), Is.True);
    }

    [Test]
    public async Task Wrong_answers_are_well_formed_and_wrong()
    {
        await server.SwitchAsync("wrong_answer");
        var (chatStatus, chat) = await server.AskAsync("/v1/chat/completions", DemoRequests.Chat);
        Assert.That(chatStatus, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(chat.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString(), Does.Not.Contain("red"));
        var (_, completion) = await server.AskAsync("/v1/completions", DemoRequests.Completion);
        Assert.That(completion.GetProperty("choices")[0].GetProperty("text").GetString(), Does.Not.Contain("Paris"));
        var (_, rerank) = await server.AskAsync("/v1/rerank", DemoRequests.Rerank);
        Assert.That(rerank.GetProperty("results")[0].GetProperty("index").GetInt32(), Is.Zero);
        var (_, predict) = await server.AskAsync("/api/predict", DemoRequests.Predict);
        Assert.That(predict.GetProperty("output").GetArrayLength(), Is.Zero);
        var (_, embeddings) = await server.AskAsync("/v1/embeddings", DemoRequests.Embeddings);
        var vector = embeddings.GetProperty("data")[0].GetProperty("embedding").EnumerateArray().Select(number => number.GetDouble()).ToArray();
        Assert.That(vector[0], Is.Negative);
        Assert.That(vector.Sum(number => number * number), Is.GreaterThan(1.5));
    }

    [Test]
    public async Task Slow_is_right_and_two_seconds_late()
    {
        await server.SwitchAsync("slow");
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var (status, body) = await server.AskAsync("/api/predict", DemoRequests.Predict);
        Assert.That(clock.Elapsed, Is.GreaterThan(TimeSpan.FromSeconds(1.9)));
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(body.GetProperty("output").GetArrayLength(), Is.EqualTo(2));
    }

    [Test]
    public async Task Hang_never_answers_and_a_client_that_goes_away_frees_the_request()
    {
        await server.SwitchAsync("hang");
        using var leaving = new CancellationTokenSource();
        var asked = server.PostForHeadAsync("/v1/chat/completions", DemoRequests.Chat, leaving.Token);
        await WaitForRunningAsync(1);
        Assert.That(asked.IsCompleted, Is.False);
        await leaving.CancelAsync();
        Assert.That(async () => await asked, Throws.InstanceOf<OperationCanceledException>());
        await WaitForRunningAsync(0);
    }

    [Test]
    public async Task A_client_that_leaves_in_the_middle_of_a_stream_ends_the_generation()
    {
        var response = await server.PostForHeadAsync("/v1/chat/completions", """{"model":"demo-model","stream":true,"messages":[{"role":"user","content":"Tell me about yourself."}]}""");
        using (var body = await response.Content.ReadAsStreamAsync())
        {
            Assert.That(await body.ReadAsync(new byte[10]), Is.Positive);
        }

        response.Dispose();
        await WaitForRunningAsync(0);
        var (status, _) = await server.AskAsync("/v1/chat/completions", DemoRequests.Chat);
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_stop_cuts_off_hanging_requests_and_frees_the_port_within_two_seconds()
    {
        await server.SwitchAsync("hang");
        var asked = Enumerable.Range(0, 20).Select(_ => server.PostForHeadAsync("/v1/completions", DemoRequests.Completion)).ToArray();
        await WaitForRunningAsync(20);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await server.StopAsync();
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(2)));
        foreach (var one in asked)
        {
            Assert.That(async () => await one, Throws.InstanceOf<HttpRequestException>());
        }

        using var listener = new TcpListener(IPAddress.Loopback, server.BaseAddress.Port);
        Assert.That(listener.Start, Throws.Nothing);
    }

    private async Task WaitForRunningAsync(int running)
    {
        var expected = $"vllm:num_requests_running{{model_name=\"demo-model\"}} {running}\n";
        await Eventually.That(
            async () => (await server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Contains(expected, StringComparison.Ordinal),
            TimeSpan.FromSeconds(20),
            () => $"{running} requests are running");
    }
}
