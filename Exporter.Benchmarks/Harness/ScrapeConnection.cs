using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Exporter.Benchmarks.Harness;

/// <summary>
/// One kept-alive HTTP/1.1 connection that does as little as a client can: a prepared request, blocking reads into one
/// buffer, no allocation a request. What it measures is the server and the loopback, not a client library.
/// </summary>
internal sealed class ScrapeConnection : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 10_000 };
    private readonly byte[] plain;
    private readonly byte[] gzipped;
    private byte[] buffer = new byte[1 << 20];
    private int filled;

    public ScrapeConnection(int port, string path)
    {
        plain = Request(port, path, "");
        gzipped = Request(port, path, "Accept-Encoding: gzip\r\n");
        socket.Connect(IPAddress.Loopback, port);
    }

    public ScrapeAnswer Scrape(bool gzip)
    {
        filled = 0;
        long started = Stopwatch.GetTimestamp();
        socket.Send(gzip ? gzipped : plain);
        int headerEnd = ReadHeader();
        ReadOnlySpan<byte> header = buffer.AsSpan(0, headerEnd);
        int status = int.Parse(header[9..12], NumberStyles.None, CultureInfo.InvariantCulture);
        bool compressed = Field(header, "content-encoding"u8).SequenceEqual("gzip"u8);
        ReadOnlySpan<byte> length = Field(header, "content-length"u8);
        bool chunked = length.IsEmpty;
        int bodyEnd = chunked
            ? ReadChunks(headerEnd)
            : ReadUntil(headerEnd + int.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        return new ScrapeAnswer(elapsed, status, buffer.AsMemory(headerEnd, bodyEnd - headerEnd), compressed, chunked);
    }

    public void Dispose() => socket.Dispose();

    private static byte[] Request(int port, string path, string more) =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/plain;version=0.0.4\r\n{more}\r\n");

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> header, ReadOnlySpan<byte> name)
    {
        foreach (Range range in header.Split("\r\n"u8))
        {
            ReadOnlySpan<byte> line = header[range];
            if (line.Length > name.Length && line[name.Length] == ':' && Ascii.EqualsIgnoreCase(line[..name.Length], name))
            {
                return Ascii.Trim(line[(name.Length + 1)..]) is var trim ? line[(name.Length + 1)..][trim] : default;
            }
        }

        return default;
    }

    /// <returns>Where the body begins.</returns>
    private int ReadHeader()
    {
        while (true)
        {
            int end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                return end + 4;
            }

            Receive();
        }
    }

    private int ReadUntil(int end)
    {
        while (filled < end)
        {
            Receive();
        }

        return end;
    }

    /// <summary>Reads chunks and moves their contents together behind the header.</summary>
    /// <returns>Where the joined body ends.</returns>
    private int ReadChunks(int start)
    {
        int read = start;
        int written = start;
        while (true)
        {
            int lineEnd;
            while ((lineEnd = buffer.AsSpan(read, filled - read).IndexOf("\r\n"u8)) < 0)
            {
                Receive();
            }

            int size = int.Parse(buffer.AsSpan(read, lineEnd), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            read += lineEnd + 2;
            ReadUntil(read + size + 2);
            buffer.AsSpan(read, size).CopyTo(buffer.AsSpan(written));
            read += size + 2;
            written += size;
            if (size == 0)
            {
                return written;
            }
        }
    }

    private void Receive()
    {
        if (filled == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        int received = socket.Receive(buffer, filled, buffer.Length - filled, SocketFlags.None);
        filled += received > 0 ? received : throw new IOException("The connection was closed within an answer.");
    }
}
