using System.CommandLine;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Exporter.Hosting;

namespace Exporter.Commands;

/// <summary>The flags that say where a Prometheus is and how to be let in. Secrets come from files and are never shown.</summary>
internal sealed class PrometheusFlags
{
    /// <summary>Far more than one number a query takes.</summary>
    private const int MostBytes = 16 * 1024 * 1024;

    private readonly Option<Uri?> server = new("--prometheus")
    {
        Description = "Address of the Prometheus to ask (or of Thanos, Mimir, VictoriaMetrics), with the path under which it is served.",
        HelpName = "url",
        Required = true,
        CustomParser = static result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0)
            {
                return url;
            }

            result.AddError("--prometheus: must be an http or https address without a user in it; for that there are --http.basic-user and --http.basic-password-file");
            return null;
        },
    };

    private readonly Option<string?> bearer = new("--http.bearer-token-file") { Description = "File whose content is sent as bearer token.", HelpName = "file" };
    private readonly Option<string?> user = new("--http.basic-user") { Description = "User of basic authentication.", HelpName = "name" };
    private readonly Option<string?> password = new("--http.basic-password-file") { Description = "File that holds that user's password.", HelpName = "file" };
    private readonly Option<string?> authorities = new("--http.ca-file") { Description = "CA certificates in PEM that the server's must lead to; default: those of the system.", HelpName = "file" };
    private readonly Option<int> timeout = new("--timeout") { Description = "Seconds to wait for each answer.", HelpName = "seconds", DefaultValueFactory = static _ => 60 };

    public PrometheusFlags() => timeout.Validators.Add(static result =>
    {
        if (result.GetValueOrDefault<int>() is < 1 or > 3600)
        {
            result.AddError("--timeout: must be 1 to 3600");
        }
    });

    public void AddTo(Command command)
    {
        command.Add(server);
        command.Add(bearer);
        command.Add(user);
        command.Add(password);
        command.Add(authorities);
        command.Add(timeout);
        command.Validators.Add(result =>
        {
            if (result.GetResult(bearer) is not null && result.GetResult(user) is not null)
            {
                result.AddError("--http.bearer-token-file and --http.basic-user exclude each other");
            }

            if (result.GetResult(user) is null != result.GetResult(password) is null)
            {
                result.AddError("--http.basic-user and --http.basic-password-file belong together");
            }
        });
    }

    public Uri Server(ParseResult parsed) => parsed.GetRequiredValue(server)!;

    /// <summary>A client that is let in; or which file cannot be used.</summary>
    public (HttpClient? Client, string? Problem) Open(ParseResult parsed)
    {
        // A proxy of the environment is the way out of this host: a Prometheus on the host itself is never behind it, as for promtool.
        var handler = new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.All, UseProxy = !Server(parsed).IsLoopback };
        try
        {
            if (parsed.GetValue(authorities) is { } path)
            {
                handler.SslOptions = Trusting(path);
            }

            var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(parsed.GetValue(timeout)), MaxResponseContentBufferSize = MostBytes };
            client.DefaultRequestHeaders.Authorization = Authorization(parsed);
            client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue(BuildInfo.Name, BuildInfo.Version));
            return (client, null);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or CryptographicException or FormatException)
        {
            handler.Dispose();
            return (null, wrong is FormatException ? "The bearer token cannot stand in a header." : wrong.Message);
        }
    }

    private AuthenticationHeaderValue? Authorization(ParseResult parsed)
    {
        if (parsed.GetValue(bearer) is { } token)
        {
            return new AuthenticationHeaderValue("Bearer", File.ReadAllText(token).Trim());
        }

        return parsed.GetValue(user) is { } name && parsed.GetValue(password) is { } secret
            ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{name}:{File.ReadAllText(secret).TrimEnd('\r', '\n')}"))))
            : null;
    }

    private static SslClientAuthenticationOptions Trusting(string path)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(path);
        if (policy.CustomTrustStore.Count == 0)
        {
            throw new CryptographicException($"{path} holds no certificate in PEM.");
        }

        return new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
    }
}
