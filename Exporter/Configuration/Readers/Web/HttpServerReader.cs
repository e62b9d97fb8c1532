using Exporter.Configuration.Client;
using Exporter.Configuration.Scalars;
using Exporter.Configuration.Web;

namespace Exporter.Configuration.Readers.Web;

/// <summary>Reads <c>http_server_config</c>.</summary>
internal static class HttpServerReader
{
    public static readonly SectionKeys Keys = new("http_server_config", "http2", "headers");

    public static readonly SectionKeys HeaderKeys = new(
        "http_server_config.headers", "Content-Security-Policy", "Strict-Transport-Security", "X-Content-Type-Options", "X-Frame-Options", "X-XSS-Protection");

    /// <summary>Headers with a closed set of values.</summary>
    private static readonly Dictionary<string, Choices<string>> Values = new(StringComparer.Ordinal)
    {
        ["X-Content-Type-Options"] = new(("nosniff", "nosniff")),
        ["X-Frame-Options"] = new(("deny", "deny"), ("sameorigin", "sameorigin")),
    };

    public static HttpServerConfig Read(Section? server) => server is null ? new HttpServerConfig() : new HttpServerConfig
    {
        Http2 = server.Read("http2", Booleans.Parse, true),
        Headers = Headers(server.Child("headers", HeaderKeys)),
    };

    private static ValueList<HeaderConfig> Headers(Section? headers)
    {
        var found = new List<HeaderConfig>();
        foreach (var name in headers is null ? [] : HeaderKeys.Names)
        {
            if (headers!.ReadOptional(name, Value(name)) is { Length: > 0 } value)
            {
                found.Add(new HeaderConfig(name, value));
            }
        }

        return new ValueList<HeaderConfig>(found);
    }

    /// <summary>The empty text means that the header is not sent, as in the schema.</summary>
    private static Func<string, Parsed<string>> Value(string name) => text =>
        text.Length == 0 ? Parsed<string>.Good("")
        : Values.TryGetValue(name, out var closed) ? closed.Parse(text)
        : HeaderValues.Problem(text) is { } problem ? Parsed<string>.Bad(problem) : Parsed<string>.Good(text);
}
