using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Exporter.Hosting.Logging;

/// <summary>Where log lines go: to standard error, from the given level on.</summary>
internal static class LogSetup
{
    public static ILoggerFactory Create(LogLevel level, LogFormat format, TimeProvider time) => LoggerFactory.Create(builder =>
    {
        builder.SetMinimumLevel(level);

        // The web server tells every odd request of a client; ours are the lines that matter.
        builder.AddFilter("Microsoft", level < LogLevel.Information ? level : LogLevel.Warning);
        builder.Services.AddSingleton<ConsoleFormatter>(new LogfmtFormatter(time));
        builder.Services.AddSingleton<ConsoleFormatter>(new JsonLineFormatter(time));
        builder.AddConsole(options =>
        {
            options.FormatterName = format switch
            {
                LogFormat.Logfmt => LogfmtFormatter.FormatterName,
                LogFormat.Json => JsonLineFormatter.FormatterName,
            };
            options.LogToStandardErrorThreshold = LogLevel.Trace;

            // A reader that is slow on standard error must not hold up a probe.
            options.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
        });
    });
}
