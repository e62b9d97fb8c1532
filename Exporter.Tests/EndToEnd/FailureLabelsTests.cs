using System.Net;
using System.Net.Sockets;
using Exporter.Probes;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.EndToEnd;

/// <summary>Every failure as Prometheus sees it: the labels of the whole daemon, one failing server for each error type.</summary>
[Category("EndToEnd")]
internal sealed class FailureLabelsTests
{
    private const string Chat = "type: openai-chat";
    private const string Json = "type: http, expect: { json: [ { pointer: /score, max: 1 } ] }";
    private const string Http = "type: http";
    private const string Token = """data: {"choices":[{"delta":{"content":"a"}}]}""" + "\n\n";

    [Test]
    public async Task Every_error_type_stands_alone_on_the_metrics_with_its_outcome()
    {
        await using var servers = new Servers();
        var rows = servers.Rows();
        Assert.That(rows.Select(row => row.Error), Is.EquivalentTo(Enum.GetValues<ProbeErrorType>().Select(type => type.Label())), "one server each");

        await using var daemon = await DaemonProcessUnderTest.StartAsync(Configs.With([.. rows.Select(Target)]));
        var seen = await daemon.ScrapeUntilAsync(s => s.Of("probe_success").Count() == rows.Length, TimeSpan.FromSeconds(20), "every probe has ended once");

        using (Assert.EnterMultipleScope())
        {
            foreach (var row in rows)
            {
                Assert.That(Counted(seen, "probe_errors_total", "error_type", row, rows.Length), Is.EqualTo(new[] { row.Error }), row.Error);
                Assert.That(Counted(seen, "probe_requests_total", "outcome", row, Enum.GetValues<ProbeOutcome>().Length), Is.EqualTo(new[] { row.Outcome }), row.Error);
                Assert.That(seen.Value("probe_success", ("target", $"fails-{row.Error}")), Is.Zero, row.Error);
            }
        }
    }

    /// <summary>The values of the label that were counted, out of all of them, which are there from the start.</summary>
    private static IEnumerable<string> Counted(MetricSamples samples, string family, string label, Row row, int closedSet)
    {
        var series = samples.Of(family, ("target", $"fails-{row.Error}")).ToList();
        Assert.That(series, Has.Count.EqualTo(closedSet), $"{family} of {row.Error}");
        return series.Where(s => s.Value > 0).Select(s => s.Labels[label]);
    }

    private static string Target(Row row) => $$"""
          - name: fails-{{row.Error}}
            url: {{row.Url.GetLeftPart(UriPartial.Authority)}}
            probes:
              - { name: p, {{row.Probe}}, interval: 1s, timeout: 900ms }

        """;

    private sealed record Row(string Error, string Outcome, Uri Url, string Probe);

    /// <summary>The servers of one test.</summary>
    private sealed class Servers : IAsyncDisposable
    {
        private readonly List<ScriptedServer> servers = [];
        private readonly Socket refusing = Bound();
        private readonly Socket full = Bound();
        private readonly Socket waiting = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        public Row[] Rows()
        {
            full.Listen(0);
            waiting.Connect(full.LocalEndPoint!);
            return
            [
                new("name_resolution", "connect_error", new Uri("http://does-not-exist.invalid"), Http),
                new("connection_refused", "connect_error", new Uri($"http://{refusing.LocalEndPoint}"), Http),
                new("timeout_connect", "timeout", new Uri($"http://{full.LocalEndPoint}"), Http),
                Of("connection_reset", "protocol_error", Json, new ScriptedServer(connection => connection.ReadRequestAsync())),
                Of("tls", "connect_error", Http, new ScriptedServer(_ => Task.CompletedTask, TestCertificates.SelfSigned(new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero)))),
                Of("timeout_first_token", "timeout", Chat, Streaming(": ping\n\n")),
                Of("timeout_total", "timeout", Chat, Streaming(Token)),
                Of("http_4xx", "http_error", Json, ScriptedServer.Answering(404, "{}")),
                Of("http_429", "http_error", Json, ScriptedServer.Answering(429, "{}", headers: "Retry-After: 7\r\n")),
                Of("http_5xx", "http_error", Json, ScriptedServer.Answering(503, "{}")),
                Of("stream_error", "protocol_error", Chat, ScriptedServer.Streaming(Token, "data: {\"error\":\"boom\"}\n\n")),
                Of("stream_truncated", "protocol_error", Chat, ScriptedServer.Streaming(Token)),
                Of("body_too_large", "protocol_error", Json + ", body_size_limit: 1KiB", ScriptedServer.Answering(200, new string(' ', 2000))),
                Of("not_json", "protocol_error", Json, ScriptedServer.Answering(200, "<html>")),
                Of("assertion", "invalid", Json, ScriptedServer.Answering(200, """{"score":2}""")),
                Of("out_of_memory", "http_error", Json, ScriptedServer.Answering(500, """{"error":"CUDA out of memory."}""")),
                Of("other", "protocol_error", Json, ScriptedServer.Sending("SSH-2.0-OpenSSH_9.2\r\n")),
            ];
        }

        public async ValueTask DisposeAsync()
        {
            waiting.Dispose();
            full.Dispose();
            refusing.Dispose();
            foreach (var server in servers)
            {
                await server.DisposeAsync();
            }
        }

        private Row Of(string error, string outcome, string probe, ScriptedServer server)
        {
            servers.Add(server);
            return new Row(error, outcome, server.Url, probe);
        }

        private static ScriptedServer Streaming(string piece) => new(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.BeginStreamAsync();
            await connection.ChunkAsync(piece);
            await connection.HoldAsync();
        });

        private static Socket Bound()
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            return socket;
        }
    }
}
