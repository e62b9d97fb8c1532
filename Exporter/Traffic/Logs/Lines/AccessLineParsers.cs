using Exporter.Configuration.Traffic;

namespace Exporter.Traffic.Logs.Lines;

/// <summary>From a format to its parser.</summary>
internal static class AccessLineParsers
{
    public static IAccessLineParser For(AccessLogConfig log) => log.Format switch
    {
        AccessLogFormat.Werkzeug => new WerkzeugLineParser(),
        AccessLogFormat.Uvicorn => new UvicornLineParser(),
        AccessLogFormat.Vllm => new UvicornLineParser(),
        AccessLogFormat.Gunicorn => new CombinedLineParser(log.DurationUnit),
        AccessLogFormat.Nginx => new CombinedLineParser(log.DurationUnit),
        AccessLogFormat.Json => new JsonLineParser(log.Json ?? new AccessLogJsonConfig()),
        AccessLogFormat.Regex => new RegexLineParser(log.Pattern!),
    };
}
