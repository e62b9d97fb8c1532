using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Exporter.Benchmarks.Accuracy;

/// <summary>
/// A chat server that knows when it sent what. It runs on a thread of its own with blocking calls and waits actively for the
/// last millisecond, so that its clock reads what it did and not what a scheduler made of it.
/// </summary>
internal sealed class TimedServer : IDisposable
{
    private static readonly byte[] Head = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
    private static readonly byte[] Token = Chunk("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a \"},\"finish_reason\":null}]}\n\n");
    private static readonly byte[] End = [.. Chunk("data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"), .. Encoding.ASCII.GetBytes("0\r\n\r\n")];

    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public TimedServer()
    {
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(4);
        Url = new Uri($"http://{listener.LocalEndPoint}");
    }

    public Uri Url { get; }

    /// <summary>Serves one connection; the result is there when its stream has ended.</summary>
    public Task<ServedStream> ServeAsync(StreamScript script)
    {
        var served = new TaskCompletionSource<ServedStream>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                served.SetResult(Serve(script));
            }
            catch (SocketException gone)
            {
                served.SetException(gone);
            }
        })
        { IsBackground = true, Priority = ThreadPriority.Highest }.Start();
        return served.Task;
    }

    public void Dispose() => listener.Dispose();

    private ServedStream Serve(StreamScript script)
    {
        using Socket socket = listener.Accept();
        long accepted = Stopwatch.GetTimestamp();
        socket.NoDelay = true;
        ReadRequest(socket);
        socket.Send(Head);
        var tokens = new List<long>();
        long last = accepted;
        foreach (TimeSpan delay in script.Delays)
        {
            WaitUntil(last, delay);
            last = Stopwatch.GetTimestamp();
            socket.Send(Token);
            tokens.Add(last);
        }

        long ended = Stopwatch.GetTimestamp();
        socket.Send(End);
        // The client closes first: what it has not read yet must not be taken from it.
        socket.Shutdown(SocketShutdown.Send);
        socket.ReceiveTimeout = 5_000;
        socket.Receive(new byte[1]);
        return new ServedStream(accepted, tokens, ended);
    }

    private static void ReadRequest(Socket socket)
    {
        byte[] buffer = new byte[16 * 1024];
        int filled = 0;
        while (!buffer.AsSpan(0, filled).EndsWith("}"u8))
        {
            int received = socket.Receive(buffer, filled, buffer.Length - filled, SocketFlags.None);
            filled += received > 0 ? received : throw new SocketException((int)SocketError.ConnectionReset);
        }
    }

    private static void WaitUntil(long from, TimeSpan delay)
    {
        TimeSpan sleep = delay - Stopwatch.GetElapsedTime(from) - TimeSpan.FromMilliseconds(1.5);
        if (sleep > TimeSpan.Zero)
        {
            Thread.Sleep(sleep);
        }

        while (Stopwatch.GetElapsedTime(from) < delay)
        {
            Thread.SpinWait(20);
        }
    }

    private static byte[] Chunk(string text) => Encoding.ASCII.GetBytes($"{text.Length:x}\r\n{text}\r\n");
}
