using Microsoft.Extensions.Logging;

namespace Exporter.Tests.Support;

/// <summary>One recorder for every category.</summary>
internal sealed class RecordingLoggerFactory : ILoggerFactory
{
    public RecordingLogger Logger { get; } = new();

    public ILogger CreateLogger(string categoryName) => Logger;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("Everything goes to the one recorder.");

    public void Dispose()
    {
        // Holds nothing.
    }
}
