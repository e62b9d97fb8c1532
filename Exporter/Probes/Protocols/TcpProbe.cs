using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Probes.Judging;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols;

/// <summary>Probe <c>tcp</c>: opens a connection, with TLS where the url is https; may send a text and wait until the server has said what is expected.</summary>
internal sealed class TcpProbe(TargetConfig target, TcpProbeConfig config) : IProbe
{
    private const int ChunkBytes = 4096;

    private readonly ProbeConnector connector = new(config.Client, protocol: null);
    private readonly bool isSecure = target.Url.Scheme == Uri.UriSchemeHttps;
    private readonly DnsEndPoint endPoint = new(target.Url.IdnHost, config.Port ?? target.Url.Port);
    private readonly byte[]? question = config.Send is null ? null : Encoding.UTF8.GetBytes(config.Send);
    private readonly TextExpectation expectation = new(config.Expect);
    private readonly bool expectsAnswer = config.Expect.Contains.Count + config.Expect.Matches.Count + config.Expect.MinLength > 0;

    public async ValueTask PrepareAsync(CancellationToken cancellationToken) =>
        await ProbeWarmUp.OnceAsync(ProbeType.Tcp, cancellationToken).ConfigureAwait(false);

    public async Task<ProbeResult> RunAsync(ProbeRun run, CancellationToken cancellationToken)
    {
        run.Begin();
        try
        {
            var connection = await connector.OpenAsync(endPoint, isSecure, isHome: true, run, cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                if (question is not null)
                {
                    await connection.WriteAsync(question, cancellationToken).ConfigureAwait(false);
                    run.RequestWritten();
                }

                return expectsAnswer ? await ListenAsync(run, connection, cancellationToken).ConfigureAwait(false) : run.Succeed();
            }
        }
        catch (Exception lost) when (lost is IOException or SocketException or AuthenticationException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (error, reason) = TransportFailure.Classify(lost, run);
            return run.Fail(error, reason);
        }
    }

    public void Dispose() => connector.Dispose();

    /// <summary>Reads until what has come is what was expected: a server of a conversation does not close after its first line.</summary>
    private async Task<ProbeResult> ListenAsync(ProbeRun run, Stream connection, CancellationToken cancellationToken)
    {
        var heard = new ArrayBufferWriter<byte>();
        var violation = expectation.Violation("");
        while (heard.WrittenCount <= config.BodySizeLimitBytes)
        {
            var read = await connection.ReadAsync(heard.GetMemory(ChunkBytes), cancellationToken).ConfigureAwait(false);
            run.AnswerRead();
            if (read == 0)
            {
                return heard.WrittenCount == 0
                    ? run.Fail(ProbeErrorType.ConnectionReset, "the server closed the connection without a word")
                    : run.Fail(ProbeErrorType.Assertion, $"the server closed the connection, and {violation}");
            }

            if (heard.WrittenCount == 0)
            {
                run.AnswerBegins();
            }

            heard.Advance(read);
            violation = expectation.Violation(Encoding.UTF8.GetString(heard.WrittenSpan));
            if (violation is null)
            {
                return run.Succeed();
            }
        }

        return run.Fail(ProbeErrorType.BodyTooLarge, $"more than {config.BodySizeLimitBytes} bytes came, and {violation}");
    }
}
