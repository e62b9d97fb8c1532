using System.Net.Sockets;
using System.Text;

namespace Exporter.Tests.Support;

/// <summary>One accepted connection of a <see cref="ScriptedServer"/>: the script plays exact bytes on it.</summary>
internal sealed class ScriptedConnection(Socket socket, Stream stream, int index, CancellationToken stopping)
{
    private readonly List<byte> unread = [];

    /// <summary>Number of the connection, from 0.</summary>
    public int Index => index;

    /// <summary>The connection itself, for scripts of another protocol.</summary>
    public Stream Stream => stream;

    /// <summary>Fires when the server is disposed.</summary>
    public CancellationToken Stopping => stopping;

    /// <summary>Reads one request, headers and a body of its Content-Length.</summary>
    public async Task<string> ReadRequestAsync()
    {
        int end;
        while ((end = Text().IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0)
        {
            await FillAsync();
        }

        var length = end + 4 + ContentLengthOf(Text()[..end]);
        while (unread.Count < length)
        {
            await FillAsync();
        }

        var request = Encoding.UTF8.GetString([.. unread.Take(length)]);
        unread.RemoveRange(0, length);
        return request;
    }

    /// <summary>Reads one line, its end included.</summary>
    public async Task<string> ReadLineAsync()
    {
        int end;
        while ((end = Text().IndexOf('\n', StringComparison.Ordinal)) < 0)
        {
            await FillAsync();
        }

        var line = Text()[..(end + 1)];
        unread.RemoveRange(0, end + 1);
        return line;
    }

    /// <summary>Reads so many bytes, such as a frame of a protocol that is no longer HTTP.</summary>
    public async Task<byte[]> ReadBytesAsync(int count)
    {
        while (unread.Count < count)
        {
            await FillAsync();
        }

        byte[] bytes = [.. unread.Take(count)];
        unread.RemoveRange(0, count);
        return bytes;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await stream.WriteAsync(bytes, stopping);

    /// <summary>Answers as JSON with a Content-Length.</summary>
    public Task AnswerAsync(int status, string body, string contentType = "application/json", string headers = "") =>
        SendAsync($"HTTP/1.1 {status} Scripted\r\nContent-Type: {contentType}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}");

    /// <summary>Sends the headers of an event stream in chunks.</summary>
    public Task BeginStreamAsync() =>
        SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");

    /// <summary>Sends text as one HTTP chunk in one segment.</summary>
    public Task ChunkAsync(string text) => SendAsync($"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n");

    /// <summary>Ends a body that was sent in chunks.</summary>
    public Task EndStreamAsync() => SendAsync("0\r\n\r\n");

    /// <summary>Closes the connection with a reset instead of an orderly end.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    /// <summary>Keeps the connection open until the client closes it or the server is disposed.</summary>
    public async Task HoldAsync()
    {
        var buffer = new byte[1024];
        while (await stream.ReadAsync(buffer, stopping) > 0)
        {
            // What the client still sends is of no interest.
        }
    }

    /// <summary>Passes bytes both ways until either side ends.</summary>
    public async Task RelayAsync(Stream other) =>
        await await Task.WhenAny(stream.CopyToAsync(other, stopping), other.CopyToAsync(stream, stopping));

    private string Text() => Encoding.Latin1.GetString([.. unread]);

    private async Task FillAsync()
    {
        var buffer = new byte[8192];
        var read = await stream.ReadAsync(buffer, stopping);
        if (read == 0)
        {
            throw new IOException("The client closed the connection before its request was whole.");
        }

        unread.AddRange(buffer.AsSpan(0, read));
    }

    private static int ContentLengthOf(string headers)
    {
        const string name = "\r\ncontent-length:";
        var at = headers.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? 0 : int.Parse(headers[(at + name.Length)..].Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture);
    }
}
