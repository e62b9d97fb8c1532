using System.Text.Json;
using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Probes.Protocols;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Protocols;

/// <summary><c>cache: cold | warm</c> and placeholders in prompts, seen from the server.</summary>
[TestFixture]
internal sealed class PromptCacheTests
{
    private const string Answer = """{"choices":[{"message":{"content":"blue"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":1,"prompt_tokens_details":{"cached_tokens":8}}}""";

    [TestCase(null, "cold", null, "", "", TestName = "cold without a system message")]
    [TestCase("Be brief.", "cold", null, "", "", TestName = "cold with a system message")]
    [TestCase(null, "cold", "vllm", "salted", "", TestName = "cold on vLLM")]
    [TestCase(null, "cold", "llama.cpp", "", "False", TestName = "cold on llama.cpp")]
    public async Task A_cold_request_begins_with_a_nonce_and_carries_what_the_server_knows(string? system, string mode, string? server, string salt, string cachePrompt)
    {
        var requests = await AskTwiceAsync(Config(system, mode, server));

        var firsts = requests.Select(r => r.GetProperty("messages")[0].GetProperty("content").GetString()!).ToArray();
        Assert.That(firsts, Is.Unique.And.All.Match(@"^\[[0-9]{16}\] (Be brief\.|Name a colour\.)$"));
        Assert.That(requests.Select(r => r.GetProperty("messages").EnumerateArray().Last()).Last().GetProperty("content").GetString(), Does.EndWith("Name a colour."));
        foreach (var request in requests)
        {
            var nonce = request.GetProperty("messages")[0].GetProperty("content").GetString()![1..17];
            Assert.That(request.TryGetProperty("cache_salt", out var given) ? given.GetString() : "", Is.EqualTo(salt.Length > 0 ? nonce : ""));
            Assert.That(request.TryGetProperty("cache_prompt", out var cached) ? cached.GetBoolean().ToString() : "", Is.EqualTo(cachePrompt));
        }
    }

    [TestCase("warm")]
    [TestCase(null)]
    public async Task A_warm_request_is_the_same_each_time(string? mode)
    {
        var requests = await AskTwiceAsync(Config(null, mode, null));

        Assert.That(requests[0].GetRawText(), Is.EqualTo(requests[1].GetRawText()));
        Assert.That(requests[0].GetProperty("messages")[0].GetProperty("content").GetString(), Is.EqualTo("Name a colour."));
    }

    [Test]
    public async Task Prompts_take_cases_in_turn()
    {
        var config = Config(null, null, null) with { Cases = new(["red", "blue"]) };
        var requests = await AskTwiceAsync(config with { Request = config.Request with { Prompt = "Is ${case} a colour?" } });

        Assert.That(
            requests.Select(r => r.GetProperty("messages")[0].GetProperty("content").GetString()),
            Is.EqualTo(new[] { "Is red a colour?", "Is blue a colour?" }));
    }

    [Test]
    public async Task A_completion_is_kept_cold_too_and_the_cached_tokens_are_read_back()
    {
        var bodies = new List<JsonElement>();
        await using var server = Recording(bodies, """{"choices":[{"text":"Paris","finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":1,"prompt_tokens_details":{"cached_tokens":0}}}""");
        var config = new OpenAiCompletionProbeConfig
        {
            Name = "c",
            Request = new PromptRequestConfig { Stream = false },
            Cache = new PromptCacheConfig { Mode = CacheMode.Cold },
        };
        using var probe = new OpenAiCompletionProbe(ProbeBench.Target(server.Url), config, new Random(1));

        var result = await ProbeBench.AskAsync(probe);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(bodies.Single().GetProperty("prompt").GetString(), Does.Match(@"^\[[0-9]{16}\] The capital of France is$"));
        Assert.That(result.Tokens!.Cached, Is.Zero);
    }

    [Test]
    public async Task Text_Generation_Inference_gets_cold_requests_and_cases_too()
    {
        var bodies = new List<JsonElement>();
        await using var server = Recording(bodies, """{"generated_text":" Paris","details":{"finish_reason":"length","generated_tokens":1}}""");
        var config = ProbeBench.Tgi(stream: false) with
        {
            Request = new PromptRequestConfig { Prompt = "The capital of ${case} is", Stream = false },
            Cache = new PromptCacheConfig { Mode = CacheMode.Cold },
            Cases = new(["France", "Italy"]),
        };
        using var probe = ProbeFactory.Create(ProbeBench.Target(server.Url), config);

        var results = new[] { await ProbeBench.AskAsync(probe), await ProbeBench.AskAsync(probe) };

        Assert.That(results.Select(ProbeBench.Verdict), Has.All.EqualTo("success -"), results[0].Reason);
        Assert.That(bodies.Select(b => b.GetProperty("inputs").GetString()![19..]), Is.EqualTo(new[] { "The capital of France is", "The capital of Italy is" }));
        Assert.That(bodies.Select(b => b.GetProperty("inputs").GetString()![..18]), Is.Unique.And.All.Match(@"^\[[0-9]{16}\]$"));
    }

    [Test]
    public async Task Ollama_gets_them_in_its_messages()
    {
        await using var server = new OllamaServer();
        var config = ProbeBench.Ollama() with
        {
            Request = new ChatRequestConfig { System = "Be brief.", Prompt = "Is ${case} a colour?" },
            Cache = new PromptCacheConfig { Mode = CacheMode.Cold },
            Cases = new(["red"]),
        };

        var result = await ProbeBench.AskAsync(server.Url, config);

        using var body = JsonDocument.Parse(server.LastBody);
        var messages = body.RootElement.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("content").GetString()).ToArray();
        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(messages[0], Does.Match(@"^\[[0-9]{16}\] Be brief\.$"));
        Assert.That(messages[1], Is.EqualTo("Is red a colour?"));
        Assert.That(result.Input!.Characters, Is.EqualTo(messages.Sum(m => m!.Length)), "what was really sent");
    }

    [Test]
    public async Task Dollars_that_stand_for_themselves_are_sent_so_where_nothing_else_varies_too([Values("chat", "completion", "tgi", "ollama")] string protocol)
    {
        const string written = "What does $${x} say?";
        const string meant = "What does ${x} say?";
        var body = "";
        await using var server = new ScriptedServer(async connection =>
        {
            var request = await connection.ReadRequestAsync();
            body = request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
            await connection.AnswerAsync(500, "{}");
        });
        ProbeConfig config = protocol switch
        {
            "chat" => ProbeBench.Chat() with { Request = new ChatRequestConfig { Prompt = written } },
            "completion" => ProbeBench.Completion() with { Request = new PromptRequestConfig { Prompt = written } },
            "tgi" => ProbeBench.Tgi() with { Request = new PromptRequestConfig { Prompt = written } },
            _ => ProbeBench.Ollama() with { Request = new ChatRequestConfig { Prompt = written }, AllowLoad = true, AllowKeepAlive = true },
        };

        var result = await ProbeBench.AskAsync(server.Url, config);

        Assert.That(body, Does.Contain($"\"{meant}\""));
        Assert.That(result.Input!.Characters, Is.EqualTo(meant.Length));
    }

    private static OpenAiChatProbeConfig Config(string? system, string? mode, string? server) => ProbeBench.Chat(stream: false) with
    {
        Request = new ChatRequestConfig { Prompt = "Name a colour.", System = system, Stream = false },
        Cache = new PromptCacheConfig
        {
            Mode = mode switch { "cold" => CacheMode.Cold, "warm" => CacheMode.Warm, _ => null },
            Server = server switch { "vllm" => ModelServer.Vllm, "llama.cpp" => ModelServer.LlamaCpp, _ => null },
        },
    };

    private static async Task<List<JsonElement>> AskTwiceAsync(OpenAiChatProbeConfig config)
    {
        var bodies = new List<JsonElement>();
        await using var server = Recording(bodies, Answer);
        using var probe = ProbeFactory.Create(ProbeBench.Target(server.Url), config);
        for (var i = 0; i < 2; i++)
        {
            var result = await ProbeBench.AskAsync(probe);
            Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
            Assert.That(result.Tokens!.Cached, Is.EqualTo(8));
        }

        return bodies;
    }

    private static ScriptedServer Recording(List<JsonElement> bodies, string answer) => new(async connection =>
    {
        var request = await connection.ReadRequestAsync();
        using var document = JsonDocument.Parse(request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
        bodies.Add(document.RootElement.Clone());
        await connection.AnswerAsync(200, answer);
    });
}
