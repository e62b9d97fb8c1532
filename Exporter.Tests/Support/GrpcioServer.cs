namespace Exporter.Tests.Support;

/// <summary>The gRPC server of the fixtures in a process of its own: Debian's grpcio, on a free port of loopback.</summary>
internal sealed class GrpcioServer : IAsyncDisposable
{
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(30);

    private readonly ChildProcess process;

    private GrpcioServer(ChildProcess process, int port)
    {
        this.process = process;
        Url = new Uri($"http://127.0.0.1:{port}");
    }

    public Uri Url { get; }

    /// <summary>Starts it and waits for its port; the test is skipped with the reason where Debian's package is not installed.</summary>
    public static async Task<GrpcioServer> StartAsync()
    {
        await Python.RequireAsync("grpc", "python3-grpcio");
        var process = Python.Start([Repository.PathOf("Exporter.Tests", "Fixtures", "Grpc", "server.py")]);
        try
        {
            var line = await process.LineAsync(static line => line.StartsWith("port ", StringComparison.Ordinal), StartBound, "it told its port");
            return new GrpcioServer(process, int.Parse(line[5..], System.Globalization.CultureInfo.InvariantCulture));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
