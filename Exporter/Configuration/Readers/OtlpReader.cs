using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers;

/// <summary>Reads <c>otlp</c>.</summary>
internal static class OtlpReader
{
    public static readonly SectionKeys Keys = new("otlp", "endpoint", "interval", "headers_file")
    {
        Refused = new Dictionary<string, string>
        {
            ["headers"] = "headers of a collector are secrets; put them into a file, one 'Name: value' a line, and name it in headers_file",
        },
    };

    private static readonly Func<string, Parsed<TimeSpan>> Interval = Durations.Between(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
    private static readonly Uri Placeholder = new("http://localhost/");

    public static OtlpConfig? Read(Section? otlp) => otlp is null ? null : new OtlpConfig
    {
        Endpoint = otlp.ReadRequired("endpoint", Urls.Base, Placeholder),
        Interval = otlp.Read("interval", Interval, TimeSpan.FromSeconds(60)),
        HeadersFile = ReferencedFile.Read(otlp, "headers_file"),
    };
}
