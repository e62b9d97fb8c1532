namespace Exporter.Probes;

/// <summary>A request of a probe that went out, so that somebody who counts the requests of users can leave it out.</summary>
/// <param name="localPort">Of our end of the connection; 0 where it is not known.</param>
/// <param name="method">As in the request line.</param>
/// <param name="path">Path and query as in the request line.</param>
internal sealed class SentRequest(int localPort, string method, string path)
{
    private int status;

    public int LocalPort { get; } = localPort;

    public string Method { get; } = method;

    public string Path { get; } = path;

    /// <summary>What was answered, or -1 where the connection turned out to be dead; null as long as neither is known. Any thread may ask.</summary>
    public int? Status => Volatile.Read(ref status) is not 0 and var known ? known : null;

    public void Answered(int statusCode) => Volatile.Write(ref status, statusCode);

    /// <summary>It never reached the server.</summary>
    public void Lost() => Volatile.Write(ref status, -1);
}
