using Exporter.Configuration.Client;
using Exporter.Configuration.Scalars;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Readers.Client;

/// <summary>Reads how a probe reaches its server; the keys stand in the probe itself.</summary>
internal static class ClientReader
{
    public static readonly SectionKeys Keys = new(
        "targets[].probes[]",
        "tls",
        "basic_auth",
        "proxy_url",
        "ip_protocol",
        "ip_protocol_fallback",
        "follow_redirects",
        "fail_if_ssl",
        "fail_if_not_ssl");

    private static readonly Choices<IpProtocol> Protocols = new(("any", IpProtocol.Any), ("ip4", IpProtocol.Ip4), ("ip6", IpProtocol.Ip6));

    public static ClientConfig Read(Section probe)
    {
        var defaults = new ClientConfig();
        var config = new ClientConfig
        {
            Tls = TlsClientReader.Read(probe.Child("tls", TlsClientReader.Keys)),
            BasicAuth = BasicAuthClientReader.Read(probe.Child("basic_auth", BasicAuthClientReader.Keys)),
            ProxyUrl = probe.ReadOptional("proxy_url", Proxy),
            IpProtocol = probe.Read("ip_protocol", Protocols.Parse, defaults.IpProtocol),
            IpProtocolFallback = probe.Read("ip_protocol_fallback", Booleans.Parse, defaults.IpProtocolFallback),
            FollowRedirects = probe.Read("follow_redirects", Booleans.Parse, defaults.FollowRedirects),
            FailIfSsl = probe.Read("fail_if_ssl", Booleans.Parse, defaults.FailIfSsl),
            FailIfNotSsl = probe.Read("fail_if_not_ssl", Booleans.Parse, defaults.FailIfNotSsl),
        };
        RefuseContradictions(probe, config);
        return config;
    }

    private static Parsed<Uri> Proxy(string text)
    {
        if (text.Contains('@', StringComparison.Ordinal))
        {
            return Parsed<Uri>.Bad("a proxy that wants a user and password is not supported; let it know this host by its address");
        }

        var parsed = Urls.Base(text);
        if (!parsed.TryGet(out var url))
        {
            return parsed;
        }

        return url.Scheme != Uri.UriSchemeHttp || url.AbsolutePath != "/"
            ? Parsed<Uri>.Bad($"{Shown.Quoted(text)} must be http://host:port alone; other kinds of proxy are not supported")
            : parsed;
    }

    private static void RefuseContradictions(Section probe, ClientConfig config)
    {
        if (probe.Has("authorization") && probe.Has("basic_auth"))
        {
            probe.Fail("basic_auth", "give either authorization or basic_auth; both make the same header");
        }

        if (config is { FailIfSsl: true, FailIfNotSsl: true })
        {
            probe.Fail("fail_if_not_ssl", "no answer can pass both fail_if_ssl and fail_if_not_ssl; remove one of the two");
        }

        if (config.IpProtocolFallback && config.IpProtocol is IpProtocol.Any)
        {
            probe.Fail("ip_protocol_fallback", "has no effect with ip_protocol any; set ip_protocol: ip4 or ip6");
        }
    }
}
