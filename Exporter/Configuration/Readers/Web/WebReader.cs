using Exporter.Configuration.Web;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Readers.Web;

/// <summary>Reads the whole web configuration.</summary>
internal static class WebReader
{
    public static readonly SectionKeys Keys = new("", "tls_server_config", "http_server_config", "basic_auth_users", "rate_limit", "bearer_tokens_file");

    public static WebConfig Read(YamlNode? document, Reading reading)
    {
        if (document is null or YamlScalar { IsNull: true })
        {
            return new WebConfig();
        }

        if (document is not YamlMap map)
        {
            reading.Errors.Add(document, $"the file must be a map (key: value), but is {document.Kind}");
            return new WebConfig();
        }

        var root = new Section(map, Keys, reading);
        return new WebConfig
        {
            Tls = TlsServerReader.Read(root.Child("tls_server_config", TlsServerReader.Keys)),
            HttpServer = HttpServerReader.Read(root.Child("http_server_config", HttpServerReader.Keys)),
            BasicAuthUsers = BasicAuthReader.Read(root, "basic_auth_users"),
            RateLimit = RateLimitReader.Read(root.Child("rate_limit", RateLimitReader.Keys)),
            BearerTokensFile = ReferencedFile.Read(root, "bearer_tokens_file", Presence.Defaulted),
        };
    }
}
