using Microsoft.Extensions.Logging;

namespace Exporter.Hosting.Logging;

/// <summary>The words that both formats share.</summary>
internal static class LogWords
{
    public static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error or LogLevel.Critical => "error",
        LogLevel.None => "none",
    };

    /// <summary>The folder that speaks: <c>Exporter.Gpu.GpuSampler</c> becomes <c>Gpu</c>; a library keeps its first two words.</summary>
    public static string Area(string category)
    {
        var parts = category.Split('.');
        return parts switch
        {
            ["Exporter", var area, ..] => area,
            [var company, var library, ..] => $"{company}.{library}",
            _ => category,
        };
    }

    /// <summary>Bugs are told with their stack, everything expected by its message.</summary>
    public static string Error(Exception exception, LogLevel level) =>
        level >= LogLevel.Error ? exception.ToString() : exception.Message;
}
