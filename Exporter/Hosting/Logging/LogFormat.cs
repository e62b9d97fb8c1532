namespace Exporter.Hosting.Logging;

/// <summary>Shape of a log line: <c>logfmt</c> for people and grep, <c>json</c> for collectors.</summary>
internal enum LogFormat
{
    Logfmt,
    Json,
}
