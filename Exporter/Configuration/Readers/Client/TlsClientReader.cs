using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exporter.Configuration.Client;
using Exporter.Configuration.Scalars;
using Exporter.Configuration.Web;

namespace Exporter.Configuration.Readers.Client;

/// <summary>Reads <c>tls</c> of a probe. The files are opened here too, so that a wrong one is found at the start.</summary>
internal static class TlsClientReader
{
    public static readonly SectionKeys Keys = new(
        "targets[].probes[].tls", "ca_file", "cert_file", "key_file", "server_name", "insecure_skip_verify", "min_version")
    {
        Refused = new Dictionary<string, string>
        {
            ["ca"] = "inline certificates are not supported; put it into a file and name it in ca_file",
            ["cert"] = "inline certificates are not supported; put it into a file and name it in cert_file",
            ["key"] = "a private key does not belong into this file; put it into a file of its own and name it in key_file",
        },
    };

    private static readonly Choices<TlsVersion> Versions = new(("TLS12", TlsVersion.Tls12), ("TLS13", TlsVersion.Tls13));

    public static TlsClientConfig? Read(Section? tls)
    {
        if (tls is null)
        {
            return null;
        }

        var config = new TlsClientConfig
        {
            CaFile = ReferencedFile.Read(tls, "ca_file"),
            CertFile = ReferencedFile.Read(tls, "cert_file"),
            KeyFile = ReferencedFile.Read(tls, "key_file"),
            ServerName = tls.ReadOptional("server_name", HostName),
            SkipVerify = tls.Read("insecure_skip_verify", Booleans.Parse, false),
            MinVersion = tls.Read("min_version", Version, TlsVersion.Tls12),
        };
        RefuseContradictions(tls, config);
        CheckContent(tls, config);
        return config;
    }

    private static Parsed<string> HostName(string text) => Uri.CheckHostName(text) is UriHostNameType.Unknown
        ? Parsed<string>.Bad($"{Yaml.Shown.Quoted(text)} is not a host name")
        : Parsed<string>.Good(text);

    private static Parsed<TlsVersion> Version(string text) => text is "TLS10" or "TLS11"
        ? Parsed<TlsVersion>.Bad($"{text} is withdrawn (RFC 8996) and not offered; use TLS12 or TLS13")
        : Versions.Parse(text);

    private static void RefuseContradictions(Section tls, TlsClientConfig config)
    {
        if (tls.Has("cert_file") != tls.Has("key_file"))
        {
            tls.Fail(tls.Has("cert_file") ? "cert_file" : "key_file", "cert_file and key_file go together: a client certificate needs its key");
        }

        if (config.SkipVerify && tls.Has("ca_file"))
        {
            tls.Fail("ca_file", "has no effect with insecure_skip_verify: true; remove one of the two");
        }
    }

    private static void CheckContent(Section tls, TlsClientConfig config)
    {
        if (config.CaFile is { } ca && !HoldsCertificates(ca))
        {
            tls.Fail("ca_file", "holds no certificate in PEM");
        }

        if (config is { CertFile: { } certificate, KeyFile: { } key } && !IsPair(certificate, key))
        {
            tls.Fail("cert_file", "cert_file and key_file are not a certificate in PEM and its unencrypted key");
        }
    }

    private static bool HoldsCertificates(string path)
    {
        try
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPemFile(path);
            found.ToList().ForEach(static certificate => certificate.Dispose());
            return found.Count > 0;
        }
        catch (Exception wrong) when (wrong is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsPair(string certificate, string key)
    {
        try
        {
            using var pair = X509Certificate2.CreateFromPemFile(certificate, key);
            return true;
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
