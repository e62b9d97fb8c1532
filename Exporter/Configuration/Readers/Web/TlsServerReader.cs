using Exporter.Configuration.Scalars;
using Exporter.Configuration.Web;

namespace Exporter.Configuration.Readers.Web;

/// <summary>Reads <c>tls_server_config</c>.</summary>
internal static class TlsServerReader
{
    public static readonly SectionKeys Keys = new(
        "tls_server_config",
        "cert_file",
        "key_file",
        "client_ca_file",
        "client_auth_type",
        "client_allowed_sans",
        "min_version",
        "max_version",
        "cipher_suites",
        "prefer_server_cipher_suites",
        "curve_preferences")
    {
        Refused = new Dictionary<string, string>
        {
            ["cert"] = "inline certificates are not supported; put it into a file and name it in cert_file",
            ["key"] = "a private key does not belong into this file; put it into a file of its own and name it in key_file",
            ["client_ca"] = "inline certificates are not supported; put it into a file and name it in client_ca_file",
        },
    };

    private static readonly Choices<ClientAuthType> ClientAuthTypes = new([.. Enum.GetValues<ClientAuthType>().Select(static type => (type.ToString(), type))]);
    private static readonly Choices<TlsVersion> Versions = new(("TLS12", TlsVersion.Tls12), ("TLS13", TlsVersion.Tls13));
    private static readonly Choices<string> Curves = new([.. new[] { "CurveP256", "CurveP384", "CurveP521", "X25519", "X25519MLKEM768" }.Select(static curve => (curve, curve))]);

    public static TlsServerConfig? Read(Section? tls)
    {
        if (tls is null)
        {
            return null;
        }

        // An inline certificate is a mistake already; that its file is missing says nothing new.
        Presence RequiredUnless(string inline) => tls.Has(inline) ? Presence.Optional : Presence.Required;
        var defaults = new TlsServerConfig { CertFile = "", KeyFile = "" };
        var config = defaults with
        {
            CertFile = ReferencedFile.Read(tls, "cert_file", RequiredUnless("cert")) ?? "",
            KeyFile = ReferencedFile.Read(tls, "key_file", RequiredUnless("key")) ?? "",
            ClientCaFile = ReferencedFile.Read(tls, "client_ca_file"),
            ClientAuth = tls.Read("client_auth_type", ClientAuthTypes.Parse, defaults.ClientAuth),
            ClientAllowedSans = tls.ReadList("client_allowed_sans", Texts.NotEmpty),
            MinVersion = tls.Read("min_version", Version, defaults.MinVersion),
            MaxVersion = tls.Read("max_version", Version, defaults.MaxVersion),
            CipherSuites = tls.ReadList("cipher_suites", CipherSuites.All.Parse),
        };
        RefuseContradictions(tls, config);
        WarnOfWhatIsNotHonoured(tls);
        return config;
    }

    private static Parsed<TlsVersion> Version(string text) => text is "TLS10" or "TLS11"
        ? Parsed<TlsVersion>.Bad($"{text} is withdrawn (RFC 8996) and not offered; use TLS12 or TLS13")
        : Versions.Parse(text);

    private static void RefuseContradictions(Section tls, TlsServerConfig config)
    {
        if (config.MinVersion > config.MaxVersion)
        {
            tls.Fail("min_version", "is above max_version");
        }

        var verifies = config.ClientAuth is ClientAuthType.VerifyClientCertIfGiven or ClientAuthType.RequireAndVerifyClientCert;
        if (tls.Has("client_ca_file") && config.ClientAuth is ClientAuthType.NoClientCert)
        {
            tls.Fail("client_ca_file", "has no effect with client_auth_type NoClientCert; set client_auth_type: RequireAndVerifyClientCert");
        }

        if (verifies && !tls.Has("client_ca_file"))
        {
            tls.Fail("client_auth_type", $"{config.ClientAuth} needs client_ca_file: whose certificates are good?");
        }

        if (tls.Has("client_allowed_sans") && !verifies)
        {
            tls.Fail("client_allowed_sans", "needs client_auth_type RequireAndVerifyClientCert or VerifyClientCertIfGiven: an unverified name proves nothing");
        }
    }

    private static void WarnOfWhatIsNotHonoured(Section tls)
    {
        foreach (var (node, _) in tls.Items("curve_preferences", Curves.Parse).Take(1))
        {
            tls.Reading.Errors.Warn(node, "curve_preferences has no effect: the system's TLS library chooses the curves");
        }

        if (tls.TryRead("prefer_server_cipher_suites", Booleans.Parse, Presence.Defaulted, out var preferServer) && !preferServer)
        {
            tls.Reading.Errors.Warn(tls.FindRaw("prefer_server_cipher_suites")!, "has no effect: the server's order is always preferred");
        }
    }
}
