using System.Security.Cryptography;
using System.Text;
using Exporter.Configuration;
using Exporter.Configuration.Web;
using Exporter.Web.Authentication;
using Exporter.Web.Tls;

namespace Exporter.Web;

/// <summary>Makes a <see cref="WebPolicy"/> of the web configuration and the files it names. Not thread-safe.</summary>
internal sealed class WebPolicyLoader(WebConfigSource source, TimeProvider time) : IDisposable
{
    private LibCrypt? bcrypt;
    private PasswordVerifier? verifier;

    private const int MostRounds = 3;

    private IReadOnlyList<string> files = [source.Path];

    /// <summary>A digest of the files as they are now; another one than that of the last load means that a load is due.</summary>
    public UInt128 Fingerprint() => FileFingerprint.Of(files);

    /// <param name="before">The policy in force, whose rate limit goes on where it is unchanged; null at the start.</param>
    /// <param name="errors">Why there is no policy, one line a mistake.</param>
    /// <param name="fingerprint">Of the files, taken before they were loaded, so that a change during the load is seen later.</param>
    /// <returns>Null where there are errors.</returns>
    public WebPolicy? Load(WebPolicy? before, out IReadOnlyList<string> errors, out UInt128 fingerprint)
    {
        for (var round = 1; ; round++)
        {
            var looked = files;
            fingerprint = Fingerprint();
            var policy = LoadOnce(before, out errors);

            // The configuration may name other files than the one before: once more, to have their fingerprint from before the load.
            if (files.SequenceEqual(looked) || round == MostRounds)
            {
                return policy;
            }
        }
    }

    public void Dispose() => verifier?.Dispose();

    private WebPolicy? LoadOnce(WebPolicy? before, out IReadOnlyList<string> errors)
    {
        var read = source.Read(source.Path);
        if (read.Value is not { } config)
        {
            // The files of the last good configuration stay watched.
            errors = [.. read.Errors.Select(e => e.ToString())];
            return null;
        }

        files = FilesOf(config);
        List<string> found = [];
        found.AddRange(config.HttpServer.Headers.Where(h => !IsPrintable(h.Name) || !IsPrintable(h.Value)).Select(h => $"{source.Path}: http_server_config.headers: '{h.Name}' holds what no header may hold"));
        var tls = Try(found, "tls_server_config", () => config.Tls is null ? null : TlsMaterial.Load(config.Tls));
        var tokens = Try(found, "bearer_tokens_file", () => LoadTokens(config.BearerTokensFile));
        var users = Try(found, "basic_auth_users", () => LoadUsers(config.BasicAuthUsers));
        if (before is not null && (before.Tls is null) != (config.Tls is null))
        {
            found.Add($"{source.Path}: tls_server_config: TLS is switched on or off by a restart only");
        }

        errors = found;
        return found.Count > 0 ? null : new WebPolicy
        {
            Config = config,
            Tls = tls,
            Authenticator = new RequestAuthenticator(users, tokens),
            Warnings = [.. read.Warnings.Select(w => w.ToString())],
            RateLimit = config.RateLimit is not { } limit ? null
                : before?.RateLimit is { } running && running.Config == limit ? running
                : new TokenBucket(limit, time),
        };
    }

    /// <summary>What fails because of the operator's files is a line; anything else is a bug and passes.</summary>
    private T? Try<T>(List<string> errors, string section, Func<T?> load)
        where T : class
    {
        try
        {
            return load();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or InvalidDataException)
        {
            errors.Add($"{source.Path}: {section}: {e.Message}");
            return null;
        }
    }

    private static BearerTokens? LoadTokens(string? path)
    {
        if (path is null)
        {
            return null;
        }

        // An empty file would lock everyone out, which is never what its author meant.
        var tokens = BearerTokens.Parse(File.ReadAllText(path, Encoding.UTF8));
        return tokens.Count > 0 ? tokens : throw new InvalidDataException($"{path} has no token");
    }

    private BasicUsers? LoadUsers(ValueList<BasicAuthUser> users)
    {
        if (users.Count == 0)
        {
            return null;
        }

        bcrypt ??= LibCrypt.TryLoad(out var reason) ?? throw new InvalidDataException($"passwords cannot be checked: {reason}");
        verifier ??= new PasswordVerifier(bcrypt.Matches);
        return new BasicUsers(users, verifier);
    }

    private List<string> FilesOf(WebConfig config) =>
    [
        .. new[] { source.Path, config.BearerTokensFile, config.Tls?.CertFile, config.Tls?.KeyFile, config.Tls?.ClientCaFile }.OfType<string>(),
    ];

    private static bool IsPrintable(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
