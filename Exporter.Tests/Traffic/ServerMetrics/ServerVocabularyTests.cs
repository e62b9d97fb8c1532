using Exporter.Configuration;
using Exporter.Traffic.ServerMetrics;
using Exporter.Traffic.ServerMetrics.Text;

namespace Exporter.Tests.Traffic.ServerMetrics;

/// <summary>What every kind of server says, in the words that all share.</summary>
internal sealed class ServerVocabularyTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static IEnumerable<TestCaseData> Servers()
    {
        static TestCaseData Case(string file, ServerReading expected) => new TestCaseData(file, expected).SetArgDisplayNames(file);

        yield return Case("vllm-v1", new ServerReading
        {
            At = At, Server = ServerKind.Vllm, Model = "Qwen/Qwen3-4B", Running = 5, Waiting = 7, KvCacheUtilization = 0.4375,
            InputTokens = 60001, OutputTokens = 9000, CachedTokens = 20000, Heartbeat = 4200, IsSleeping = false,
        });
        yield return Case("vllm-v0", new ServerReading
        {
            At = At, Server = ServerKind.Vllm, Model = "meta-llama/Llama-3.1-8B-Instruct", Running = 1, Waiting = 2, KvCacheUtilization = 0.125,
            InputTokens = 700, OutputTokens = 80, Heartbeat = 90,
        });
        yield return Case("sglang", new ServerReading
        {
            At = At, Server = ServerKind.Sglang, Model = "Qwen/Qwen3-0.6B", Running = 4, Waiting = 9, KvCacheUtilization = 0.28,
            InputTokens = 8128902, OutputTokens = 7557572, CachedTokens = 51000, Heartbeat = 7400000,
        });
        yield return Case("llama.cpp", new ServerReading
        {
            At = At, Server = ServerKind.LlamaCpp, Running = 4, Waiting = 46, KvCacheUtilization = 0.375,
            InputTokens = 512, OutputTokens = 39080, Heartbeat = 39303,
        });
        yield return Case("tgi", new ServerReading
        {
            At = At, Server = ServerKind.Tgi, Running = 4, Waiting = 7, InputTokens = 5632, OutputTokens = 8123, Heartbeat = 8123,
        });
        yield return Case("tei", new ServerReading
        {
            At = At, Server = ServerKind.Tei, Waiting = 6, InputTokens = 2214, Heartbeat = 31,
        });
        yield return Case("triton", new ServerReading
        {
            At = At, Server = ServerKind.Triton, Model = "ensemble,tensorrt_llm", Running = 8, Waiting = 2, KvCacheUtilization = 0.0625, Heartbeat = 577,
        });
        yield return Case("openmetrics", new ServerReading { At = At });
    }

    [TestCaseSource(nameof(Servers))]
    public void A_server_is_recognised_and_understood(string file, ServerReading expected) =>
        Assert.That(ServerVocabulary.Read(ServerFixture.Parse(file), null, At), Is.EqualTo(expected));

    [Test]
    public void Configuration_wins_over_what_the_names_tell()
    {
        var reading = ServerVocabulary.Read(ServerFixture.Parse("vllm-v1"), ServerKind.Tgi, At);

        Assert.That(reading, Is.EqualTo(new ServerReading { At = At, Server = ServerKind.Tgi, Model = "Qwen/Qwen3-4B" }));
    }

    [Test]
    public void A_server_without_words_of_its_own_may_speak_another_s()
    {
        var reading = ServerVocabulary.Read(ServerFixture.Parse("vllm-v1"), ServerKind.OpenAi, At);

        Assert.That((reading.Server, reading.Running), Is.EqualTo(((ServerKind?)ServerKind.OpenAi, (double?)5)));
        Assert.That(ServerVocabulary.Read(ServerFixture.Parse("openmetrics"), ServerKind.Flask, At), Is.EqualTo(new ServerReading { At = At, Server = ServerKind.Flask }));
    }

    [Test]
    public void A_number_that_is_none_is_nothing()
    {
        var reading = ServerVocabulary.Read(new ExpositionParser().Parse("vllm:num_requests_running NaN\nvllm:num_requests_waiting 1\n"u8), null, At);

        Assert.That((reading.Running, reading.Waiting), Is.EqualTo(((double?)null, (double?)1)));
    }

    [Test]
    public void A_model_that_sleeps_says_so()
    {
        var reading = ServerVocabulary.Read(new ExpositionParser().Parse("vllm:engine_sleep_state{sleep_state=\"awake\"} 0\nvllm:engine_sleep_state{sleep_state=\"discard_all\"} 1\n"u8), null, At);

        Assert.That(reading.IsSleeping, Is.True);
    }

    /// <summary>A row that nothing reads, or a name that two rows of one server share for different facts, would be a mistake of the table.</summary>
    [Test]
    public void The_table_has_no_name_twice_for_one_server()
    {
        var doubles = ServerAliases.All
            .SelectMany(static row => row.Names.Take(1).Select(name => (row.Server, name, row.Label, row.LabelValue)))
            .GroupBy(static entry => entry)
            .Where(static group => group.Count() > 1);

        Assert.That(doubles, Is.Empty);
        Assert.That(ServerAliases.All.Select(static row => row.Server).Distinct(), Is.SubsetOf(ServerAliases.Prefixes.Select(static prefix => prefix.Server)));
    }
}
