using Exporter.Configuration.Web;
using Exporter.Web.Authentication;
using Exporter.Web.Tls;
using Microsoft.AspNetCore.Http;

namespace Exporter.Web;

/// <summary>One state of the web configuration with everything its files held; immutable but for the rate limit's count.</summary>
internal sealed record WebPolicy
{
    public required WebConfig Config { get; init; }

    /// <summary>Null means plain HTTP.</summary>
    public TlsMaterial? Tls { get; init; }

    public RequestAuthenticator Authenticator { get; init; } = RequestAuthenticator.None;

    /// <summary>Null means none.</summary>
    public TokenBucket? RateLimit { get; init; }

    /// <summary>What the file says and nobody does; each a line for the log.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Whether a stranger is kept out, by password, token or certificate.</summary>
    public bool IsAuthenticated => Authenticator.IsRequired || Config.Tls?.ClientAuth == ClientAuthType.RequireAndVerifyClientCert;

    /// <summary>The headers of every answer.</summary>
    public void AddHeaders(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        foreach (var header in Config.HttpServer.Headers)
        {
            headers[header.Name] = header.Value;
        }
    }
}
