using System.Net.Sockets;
using System.Text;

namespace Exporter.Tests.Web.Support;

/// <summary>A client that sends exactly the bytes it is told to.</summary>
internal sealed class RawConnection(TcpClient client) : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    public Stream Stream { get; } = client.GetStream();

    public Task SendAsync(string latin1) => SendAsync(Encoding.Latin1.GetBytes(latin1));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await Stream.WriteAsync(bytes);

    /// <summary>Says that nothing more comes; the answer can still be read.</summary>
    public void FinishSending() => client.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Everything until the server closes; what came before a reset counts too.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var bound = new CancellationTokenSource(Bound);
        var received = new MemoryStream();
        try
        {
            await Stream.CopyToAsync(received, bound.Token);
        }
        catch (IOException)
        {
            // A reset is an end.
        }

        return Encoding.Latin1.GetString(received.ToArray());
    }

    /// <summary>Reads one answer with a Content-Length and leaves the connection open.</summary>
    public async Task<string> ReadAnswerAsync(bool hasBody = true)
    {
        using var bound = new CancellationTokenSource(Bound);
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await Stream.ReadExactlyAsync(one, bound.Token);
            head.Append((char)one[0]);
        }

        const string Header = "content-length:";
        var length = head.ToString().Split("\r\n").First(l => l.StartsWith(Header, StringComparison.OrdinalIgnoreCase))[Header.Length..];
        var body = new byte[hasBody ? int.Parse(length, System.Globalization.CultureInfo.InvariantCulture) : 0];
        await Stream.ReadExactlyAsync(body, bound.Token);
        return head + Encoding.Latin1.GetString(body);
    }

    public void Dispose() => client.Dispose();
}
