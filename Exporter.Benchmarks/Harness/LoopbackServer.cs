using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Exporter.Benchmarks.Harness;

/// <summary>
/// The server that is probed: answers every GET with two bytes and every POST with a short stream of chat events, closes
/// when asked to, and counts. It lives in the client's process so that its CPU never counts as the prober's.
/// </summary>
internal sealed class LoopbackServer : IDisposable
{
    private static readonly byte[] Plain = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok");
    private static readonly byte[] Chat = ChatAnswer();
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<string, ConcurrentQueue<long>> arrivals = new(StringComparer.Ordinal);
    private long requests;

    public LoopbackServer()
    {
        listener.Start(512);
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How many requests were answered so far.</summary>
    public long Requests => Interlocked.Read(ref requests);

    /// <summary>How many different paths were asked for so far.</summary>
    public int Paths => arrivals.Count;

    /// <summary>When the connections of the requests came, by path.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<long>> Arrivals =>
        arrivals.ToDictionary(static pair => pair.Key, static IReadOnlyList<long> (pair) => [.. pair.Value.Order()], StringComparer.Ordinal);

    public void ForgetPaths() => arrivals.Clear();

    public void Dispose() => listener.Dispose();

    private static byte[] ChatAnswer()
    {
        var body = new StringBuilder();
        foreach (string word in new[] { "red, ", "yellow ", "and ", "blue" })
        {
            body.Append("data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"")
                .Append(word).Append("\"},\"finish_reason\":null}]}\n\n");
        }

        body.Append("data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n")
            .Append("data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[],")
            .Append("\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":4,\"total_tokens\":16}}\n\ndata: [DONE]\n\n");
        return Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket socket = await listener.AcceptSocketAsync();
                _ = ServeAsync(socket, Stopwatch.GetTimestamp());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Disposed: the end of the run.
        }
    }

    private async Task ServeAsync(Socket socket, long accepted)
    {
        byte[] buffer = new byte[16 * 1024];
        int filled = 0;
        try
        {
            socket.NoDelay = true;
            while (true)
            {
                int received = await socket.ReceiveAsync(buffer.AsMemory(filled));
                if (received == 0)
                {
                    return;
                }

                filled += received;
                if (Complete(buffer.AsSpan(0, filled)))
                {
                    Count(buffer.AsSpan(0, filled), accepted);
                    await socket.SendAsync(buffer[0] == (byte)'P' ? Chat : Plain);
                    filled = 0;
                }
            }
        }
        catch (SocketException)
        {
            // The prober went away; it has reasons of its own.
        }
        finally
        {
            socket.Dispose();
        }
    }

    private static bool Complete(ReadOnlySpan<byte> request)
    {
        int header = request.IndexOf("\r\n\r\n"u8);
        return header >= 0 && (request[0] == (byte)'G' || request[(header + 4)..].EndsWith("}"u8) || request.EndsWith("0\r\n\r\n"u8));
    }

    private void Count(ReadOnlySpan<byte> request, long accepted)
    {
        ReadOnlySpan<byte> rest = request[(request.IndexOf((byte)' ') + 1)..];
        arrivals.GetOrAdd(Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)' ')]), static _ => new()).Enqueue(accepted);
        Interlocked.Increment(ref requests);
    }
}
