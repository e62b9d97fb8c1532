using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Exporter.Tests.Support;

/// <summary>A server on loopback that plays a script on every connection: exact bytes in exact pieces, or none at all.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentQueue<Exception> scriptErrors = new();
    private readonly List<Task> playing = [];
    private readonly Func<ScriptedConnection, Task> script;
    private readonly SslServerAuthenticationOptions? tls;
    private readonly Task accepting;
    private int connections;

    /// <param name="script">Played on each connection; when it ends, the connection is closed in order.</param>
    /// <param name="certificate">With one, the script begins after the TLS handshake.</param>
    public ScriptedServer(Func<ScriptedConnection, Task> script, X509Certificate2? certificate = null)
        : this(script, certificate is null ? null : new SslServerAuthenticationOptions { ServerCertificate = certificate }, IPAddress.Loopback)
    {
    }

    /// <param name="script">Played on each connection; when it ends, the connection is closed in order.</param>
    /// <param name="tls">How to shake hands; null means not at all.</param>
    /// <param name="address">Of loopback, of either family.</param>
    public ScriptedServer(Func<ScriptedConnection, Task> script, SslServerAuthenticationOptions? tls, IPAddress address)
    {
        this.script = script;
        this.tls = tls;
        listener = new TcpListener(address, 0);
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public Uri Url => new($"{(tls is null ? "http" : "https")}://{listener.LocalEndpoint}");

    /// <summary>Connections accepted so far.</summary>
    public int Connections => Volatile.Read(ref connections);

    /// <summary>Answers every request on every connection, kept alive.</summary>
    public static ScriptedServer Answering(int status, string body, string contentType = "application/json", string headers = "") =>
        new(connection => AnswerAllAsync(connection, status, body, contentType, headers));

    /// <summary>The same inside TLS.</summary>
    public static ScriptedServer Answering(int status, string body, X509Certificate2 certificate) =>
        new(connection => AnswerAllAsync(connection, status, body, "application/json", ""), certificate);

    /// <summary>Answers each connection's one request with these very bytes and closes.</summary>
    public static ScriptedServer Sending(string bytes) => new(async connection =>
    {
        await connection.ReadRequestAsync();
        await connection.SendAsync(bytes);
    });

    /// <summary>Answers each connection's one request with an event stream of these pieces, each in a segment of its own, and ends it properly.</summary>
    public static ScriptedServer Streaming(params string[] pieces) => new(async connection =>
    {
        await connection.ReadRequestAsync();
        await connection.BeginStreamAsync();
        foreach (var piece in pieces)
        {
            await connection.ChunkAsync(piece);
        }

        await connection.EndStreamAsync();
    });

    /// <summary>Closes the port and every connection; a second time does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (stopping.IsCancellationRequested)
        {
            return;
        }

        await stopping.CancelAsync();
        await accepting;
        listener.Stop();
        await Task.WhenAll(playing);
        stopping.Dispose();
        if (scriptErrors.TryDequeue(out var error))
        {
            throw new InvalidOperationException("The script of the server failed.", error);
        }
    }

    private static async Task AnswerAllAsync(ScriptedConnection connection, int status, string body, string contentType, string headers)
    {
        while (true)
        {
            await connection.ReadRequestAsync();
            await connection.AnswerAsync(status, body, contentType, headers);
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync(stopping.Token);
                socket.NoDelay = true;
                playing.Add(PlayAsync(socket, Interlocked.Increment(ref connections) - 1));
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException)
        {
            // Disposed.
        }
    }

    private async Task PlayAsync(Socket socket, int index)
    {
        try
        {
            await using Stream raw = new NetworkStream(socket, ownsSocket: true);
            await using var stream = tls is null ? raw : await SecureAsync(raw, tls);
            await script(new ScriptedConnection(socket, stream, index, stopping.Token));
        }
        catch (Exception gone) when (gone is IOException or SocketException or AuthenticationException or OperationCanceledException or ObjectDisposedException)
        {
            // The client went away, which many scripts are about, or the test is over.
        }
        catch (Exception bug)
        {
            scriptErrors.Enqueue(bug);
        }
    }

    private async Task<Stream> SecureAsync(Stream raw, SslServerAuthenticationOptions options)
    {
        var secure = new SslStream(raw);
        await secure.AuthenticateAsServerAsync(options, stopping.Token);
        return secure;
    }
}
