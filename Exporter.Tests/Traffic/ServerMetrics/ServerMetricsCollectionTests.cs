using System.Globalization;
using System.Text;
using Exporter.Configuration;
using Exporter.Configuration.Client;
using Exporter.Configuration.Traffic;
using Exporter.Tests.Support;
using Exporter.Traffic.ServerMetrics;

namespace Exporter.Tests.Traffic.ServerMetrics;

/// <summary>The reading of targets' metrics over real connections, on a clock of the test's.</summary>
internal sealed class ServerMetricsCollectionTests : ServerMetricsFixture
{
    private const string Running = "vllm:num_requests_running 3\nvllm:generation_tokens_total 9\nvllm:iteration_tokens_total_count 8\n";

    [Test]
    public async Task What_a_server_says_is_found_under_the_name_of_its_target()
    {
        await using var server = ScriptedServer.Answering(200, Running, "text/plain; version=0.0.4");
        await ReadAsync(Target("a", server.Url));

        Assert.That(servers.Find("a"), Is.EqualTo(new ServerReading { At = servers.Find("a")!.At, Server = ServerKind.Vllm, Running = 3, OutputTokens = 9, Heartbeat = 8 }));
        Assert.That(servers.Find("b"), Is.Null);
        Assert.That(Observe(), Is.SupersetOf(new[]
        {
            "target.requests.running{target=a} 3",
            "target.tokens{target=a,token_type=output} 9",
            "target.heartbeat{target=a} 8",
            "target.server.info{target=a,server=vllm,version=,model=} 1",
            "target.metrics.up{target=a} 1",
            "target.metrics.series{target=a} 3",
        }));
        Assert.That(Observe(), Has.None.StartsWith("target.requests.waiting").And.None.StartsWith("target.metrics.failing"));
    }

    [Test]
    public async Task Whoever_counts_the_requests_of_users_is_told_of_ours()
    {
        await using var server = ScriptedServer.Answering(200, Running, "text/plain; version=0.0.4");
        await ReadAsync(Target("a", server.Url));

        Assert.That(sent.Select(s => (s.Target, s.Request.Method, s.Request.Path)), Is.EqualTo(new[] { ("a", "GET", "/metrics"), ("a", "GET", "/version") }));
        Assert.That(sent[0].Request.LocalPort, Is.Positive);
    }

    [Test]
    public async Task It_is_asked_with_a_get_that_says_who_asks_and_closes()
    {
        var asked = new TaskCompletionSource<string>();
        await using var server = new ScriptedServer(async connection =>
        {
            asked.TrySetResult(await connection.ReadRequestAsync());
            await connection.AnswerAsync(200, Running);
        });
        using var folder = new TemporaryFolder();
        await ReadAsync(Target("a", new Uri(server.Url, "/base/"), new RelayConfig
        {
            Path = "/m?x=1",
            Authorization = new AuthorizationConfig { Credentials = new SecretReference { File = folder.Write("secret", "sesame\n") } },
        }));

        var lines = (await asked.Task).Split("\r\n");
        Assert.That(lines[0], Is.EqualTo("GET /base/m?x=1 HTTP/1.1"));
        Assert.That(lines, Has.One.Matches("^User-Agent: modelhost-exporter/.* \\(relay\\)$"));
        Assert.That(lines, Has.One.EqualTo("Connection: close").And.One.EqualTo("Authorization: Bearer sesame"));
        Assert.That(lines, Has.One.StartsWith("Accept: text/plain;version=0.0.4"));
    }

    [Test]
    public async Task What_is_older_than_three_intervals_is_gone_although_the_reason_stays()
    {
        var answers = new Queue<int>([200, 503]);
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.AnswerAsync(answers.Count > 1 ? answers.Dequeue() : answers.Peek(), Running);
        });
        await ReadAsync(Target("a", server.Url, new RelayConfig { Allow = new(["*"]) }));

        await ReadAgainAsync("target.metrics.failing{target=a,reason=http_status} 1");
        Assert.That(servers.Find("a")!.Running, Is.EqualTo(3));
        Assert.That(servers.Fresh.Single().Families, Has.Count.EqualTo(3));

        await ReadAgainAsync();
        Assert.That(servers.Find("a"), Is.Not.Null, "two intervals old");
        await ReadAgainAsync();
        await ReadAgainAsync();

        Assert.That(servers.Find("a"), Is.Null);
        Assert.That(servers.Fresh, Is.Empty);
        Assert.That(Observe().Order(), Is.EqualTo(new[]
        {
            "target.metrics.broken_lines{target=a} 0",
            "target.metrics.duration{target=a} 0",
            "target.metrics.failing{target=a,reason=http_status} 1",
            "target.metrics.up{target=a} 0",
        }));
        Assert.That(logger.Entries.Select(e => e.Message), Has.Exactly(1).Contains("cannot be read (http_status: status 503)"));
    }

    [Test]
    public async Task A_server_that_does_not_answer_in_time_is_given_up_on()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.HoldAsync();
        });
        await ConfigureAsync(Target("a", server.Url));
        servers.Start();
        await TickAsync(TimeSpan.FromSeconds(15));
        await Eventually.IsTrueAsync(() => server.Connections == 1, "it was asked");
        time.Advance(TimeSpan.FromSeconds(5));

        await Eventually.IsTrueAsync(() => servers.Last.Any(), "the reading ended");
        Assert.That(servers.Last.Single().Failure, Is.EqualTo(ScrapeFailureReason.Timeout));
    }

    [TestCase(404, "x 1\n", ScrapeFailureReason.HttpStatus)]
    [TestCase(200, "<html>\n<body>no</body>\n", ScrapeFailureReason.NotMetrics)]
    [TestCase(200, "x 1\ny 22222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222\n", ScrapeFailureReason.TooLarge)]
    public async Task What_is_no_good_answer_has_a_name(int status, string body, ScrapeFailureReason reason)
    {
        await using var server = ScriptedServer.Answering(status, body);
        await ReadAsync(Target("a", server.Url, new RelayConfig { MaxBytes = 64 }));

        Assert.That(servers.Last.Single().Failure, Is.EqualTo(reason));
        Assert.That(Observe(), Has.One.EqualTo($"target.metrics.failing{{target=a,reason={reason.Label()}}} 1"));
    }

    /// <summary>The server stops only when the connection is closed under it, so the test ends only when that was done.</summary>
    [Test]
    public async Task An_answer_without_end_is_left_at_the_bound()
    {
        var left = new TaskCompletionSource();
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            var lines = string.Concat(Enumerable.Repeat("x{a=\"1\"} 1\n", 1000));
            try
            {
                while (true)
                {
                    await connection.ChunkAsync(lines);
                }
            }
            catch (IOException)
            {
                left.SetResult();
            }
        });
        await ReadAsync(Target("a", server.Url));

        Assert.That(servers.Last.Single().Failure, Is.EqualTo(ScrapeFailureReason.TooLarge));
        await left.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Test]
    public async Task Nobody_there_is_a_matter_of_the_reading_alone()
    {
        await ReadAsync(Target("a", new Uri($"http://127.0.0.1:{FreePort.Next().ToString(CultureInfo.InvariantCulture)}")));

        Assert.That(servers.Last.Single().Failure, Is.EqualTo(ScrapeFailureReason.Connection));
    }

    [Test]
    public async Task A_mounted_application_is_followed_on_its_own_server_only()
    {
        await using var elsewhere = ScriptedServer.Answering(200, Running);
        var location = "/metrics/";
        await using var server = new ScriptedServer(async connection =>
        {
            var request = await connection.ReadRequestAsync();
            var isFirst = request.StartsWith("GET /metrics HTTP", StringComparison.Ordinal);
            await connection.AnswerAsync(isFirst ? 307 : 200, isFirst ? "" : Running, headers: isFirst ? $"Location: {location}\r\n" : "");
        });
        await ReadAsync(Target("a", server.Url));
        Assert.That(servers.Find("a")!.Running, Is.EqualTo(3));

        location = elsewhere.Url + "metrics";
        await ReadAgainAsync("target.metrics.failing{target=a,reason=http_status} 1");
        Assert.That(elsewhere.Connections, Is.Zero);
    }

    [Test]
    public async Task Only_allowed_families_pass_and_whole_ones_up_to_the_bound()
    {
        var body = Encoding.UTF8.GetString(ServerFixture.Bytes("tgi"));
        await using var server = ScriptedServer.Answering(200, body);
        await ReadAsync(Target("a", server.Url, new RelayConfig { Allow = new(["tgi_batch*", "tgi_request_fail?re", "tgi_queue"]), MaxSeries = 5 }));

        var scrape = servers.Fresh.Single();
        Assert.That(scrape.Families.Select(f => f.Name), Is.EqualTo(new[] { "tgi_request_failure", "tgi_batch_inference_count", "tgi_batch_current_size", "tgi_batch_current_max_tokens" }));
        Assert.That(scrape.LeftOut, Is.EqualTo(8), "the histogram that does not fit any more");
        Assert.That(scrape.Reading!.Waiting, Is.EqualTo(7), "what is not passed on is understood all the same");
    }

    [Test]
    public async Task A_broken_line_is_told_once_until_all_are_whole_again()
    {
        var body = Running + "broken\n";
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.AnswerAsync(200, body);
        });
        await ReadAsync(Target("a", server.Url));
        await ReadAgainAsync("target.metrics.broken_lines{target=a} 2");

        Assert.That(logger.Entries.Select(e => e.Message), Is.EqualTo(new[]
        {
            "1 lines of the metrics of target a cannot be read and are left out; the first is line 4: it has no number as its value.",
        }));
        Assert.That(servers.Find("a")!.Running, Is.EqualTo(3));
    }

    [Test]
    public async Task A_target_that_is_unchanged_goes_on_and_one_that_is_gone_is_gone_at_once()
    {
        await using var server = ScriptedServer.Answering(200, Running);
        var (a, b) = (Target("a", server.Url), Target("b", server.Url));
        await ReadAsync(a, b);
        var before = servers.Last.Single(s => s.Target == "b");

        await ConfigureAsync(Target("b", server.Url));

        Assert.That(servers.Last.Single(), Is.SameAs(before));
        Assert.That(servers.Find("a"), Is.Null);
        Assert.That(Observe(), Has.None.Contains("target=a"));
    }

    [Test]
    public async Task A_restart_of_the_server_shows_its_counters_as_they_are()
    {
        var tokens = 900;
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.AnswerAsync(200, $"vllm:generation_tokens_total {tokens}\n");
        });
        await ReadAsync(Target("a", server.Url));
        Assert.That(Observe(), Has.One.EqualTo("target.tokens{target=a,token_type=output} 900"));

        tokens = 4;
        await ReadAgainAsync("target.tokens{target=a,token_type=output} 4");
    }
}
