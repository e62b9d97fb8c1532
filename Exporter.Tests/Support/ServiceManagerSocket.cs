using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Exporter.Tests.Support;

/// <summary>The service manager's end of sd_notify(3): a datagram socket that keeps what it is told.</summary>
internal sealed class ServiceManagerSocket : IAsyncDisposable
{
    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly ConcurrentQueue<string> messages = new();
    private readonly CancellationTokenSource closing = new();
    private readonly Task receiving;

    /// <param name="address">A path, or <c>@name</c> for the abstract name space; as in <c>NOTIFY_SOCKET</c>.</param>
    public ServiceManagerSocket(string address)
    {
        Address = address;
        socket.Bind(new UnixDomainSocketEndPoint(address[0] == '@' ? "\0" + address[1..] : address));
        receiving = ReceiveAsync();
    }

    public string Address { get; }

    /// <summary>Every datagram so far, in order; each holds one or several lines <c>NAME=value</c>.</summary>
    public IReadOnlyList<string> Messages => [.. messages];

    /// <summary>Waits until the lines named arrived in this order, other datagrams between them or not.</summary>
    /// <param name="lines">Beginnings of lines, such as <c>READY=1</c>.</param>
    public Task InOrderAsync(TimeSpan within, params string[] lines) =>
        Eventually.That(
            () => CameInOrder(lines),
            within,
            () => $"{string.Join(", then ", lines)}; arrived: {string.Join(" | ", Messages.Select(m => m.Replace("\n", ", ", StringComparison.Ordinal)))}");

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await receiving;
        socket.Dispose();
        closing.Dispose();
    }

    private bool CameInOrder(string[] lines)
    {
        var left = new Queue<string>(lines);
        foreach (var message in Messages)
        {
            if (left.TryPeek(out var next) && message.Split('\n').Any(l => l.StartsWith(next, StringComparison.Ordinal)))
            {
                left.Dequeue();
            }
        }

        return left.Count == 0;
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                var length = await socket.ReceiveAsync(buffer, SocketFlags.None, closing.Token);
                messages.Enqueue(Encoding.UTF8.GetString(buffer, 0, length));
            }
        }
        catch (OperationCanceledException)
        {
            // The test has ended.
        }
    }
}
