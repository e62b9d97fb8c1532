using Exporter.Probes;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes;

/// <summary>A real server that hangs at each point, and the time-out that ends it.</summary>
public class HangingServerTests
{
    [Test]
    public async Task In_the_TLS_handshake()
    {
        await using var server = new ScriptedServer(connection => connection.HoldAsync());
        var url = new Uri($"https://127.0.0.1:{server.Port}");

        Assert.That(await Hang.UntilTimeOutAsync(url, ProbeBench.Chat(), ProbeStage.Securing), Is.EqualTo("timeout timeout_connect: time-out of 10s in the TLS handshake"));
    }

    [Test]
    public async Task Before_the_headers()
    {
        await using var server = new ScriptedServer(connection => connection.HoldAsync());

        Assert.That(
            await Hang.UntilTimeOutAsync(server.Url, ProbeBench.Chat(), ProbeStage.Waiting),
            Is.EqualTo("timeout timeout_first_token: time-out of 10s waiting for the headers of the answer"));
        Assert.That(
            await Hang.UntilTimeOutAsync(server.Url, ProbeBench.Http(), ProbeStage.Waiting),
            Is.EqualTo("timeout timeout_total: time-out of 10s waiting for the headers of the answer"));
    }

    [Test]
    public async Task Before_the_first_token()
    {
        await using var server = Streaming(": ping\n\n");

        Assert.That(
            await Hang.UntilTimeOutAsync(server.Url, ProbeBench.Chat(), ProbeStage.Receiving),
            Is.EqualTo("timeout timeout_first_token: time-out of 10s waiting for the first token"));
    }

    [Test]
    public async Task In_the_middle_of_a_stream()
    {
        await using var server = Streaming("""data: {"choices":[{"delta":{"content":"a"}}]}""" + "\n\n");

        Assert.That(
            await Hang.UntilTimeOutAsync(server.Url, ProbeBench.Chat(), ProbeStage.Generating),
            Is.EqualTo("timeout timeout_total: time-out of 10s after 1 chunks of the answer"));
    }

    [Test]
    public async Task In_the_middle_of_a_body()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            await connection.HoldAsync();
        });

        Assert.That(
            await Hang.UntilTimeOutAsync(server.Url, ProbeBench.Http(), ProbeStage.Receiving),
            Is.EqualTo("timeout timeout_total: time-out of 10s while the answer came in"));
    }

    private static ScriptedServer Streaming(string piece) => new(async connection =>
    {
        await connection.ReadRequestAsync();
        await connection.BeginStreamAsync();
        await connection.ChunkAsync(piece);
        await connection.HoldAsync();
    });
}
