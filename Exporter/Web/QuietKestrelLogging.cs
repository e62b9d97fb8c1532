using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporter.Web;

/// <summary>
/// Lets through what Kestrel warns of, each kind once a minute: its details are about clients, who could fill a log at will.
/// Nothing of the host around it: why it did not start is thrown, and told once by whoever catches it.
/// </summary>
internal sealed class QuietKestrelLogging(ILoggerFactory inner, TimeProvider time) : ILoggerFactory
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("Microsoft.Extensions.Hosting", StringComparison.Ordinal)
        ? NullLogger.Instance
        : new QuietLogger(inner.CreateLogger(categoryName), time);

    /// <exception cref="NotSupportedException">Always: the providers are the daemon's.</exception>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The daemon's own logging has the providers.");

    /// <summary>Does nothing: the factory within belongs to the daemon.</summary>
    public void Dispose()
    {
    }

    private sealed class QuietLogger(ILogger inner, TimeProvider time) : ILogger
    {
        private readonly ConcurrentDictionary<int, RepeatedEvent> events = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning && inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel) && events.GetOrAdd(eventId.Id, _ => new RepeatedEvent(Interval, time)).ShouldTell(out _))
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
