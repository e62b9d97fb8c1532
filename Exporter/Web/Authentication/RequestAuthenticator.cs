using Microsoft.Extensions.Primitives;

namespace Exporter.Web.Authentication;

/// <summary>Checks the Authorization header against users and tokens; either suffices. Without both everyone is let in.</summary>
/// <param name="users">Null where there are no users.</param>
/// <param name="tokens">Null where there are no tokens.</param>
internal sealed class RequestAuthenticator(BasicUsers? users, BearerTokens? tokens)
{
    public static readonly RequestAuthenticator None = new(null, null);

    private const string Realm = "realm=\"modelhost-exporter\"";

    public bool IsRequired => users is not null || tokens is not null;

    /// <summary>Values of the WWW-Authenticate header.</summary>
    public StringValues Challenge { get; } = new(Challenges(users is not null, tokens is not null));

    /// <param name="authorization">The header; empty where there was none.</param>
    public async ValueTask<Verdict> CheckAsync(StringValues authorization, CancellationToken cancellationToken)
    {
        if (!IsRequired)
        {
            return Verdict.Granted;
        }

        // Two headers are two opinions about who asks.
        if (authorization is not [{ Length: > 0 } header])
        {
            return Verdict.Denied;
        }

        var space = header.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0)
        {
            return Verdict.Denied;
        }

        var scheme = header.AsSpan(0, space);
        var credentials = header.AsSpan(space + 1).Trim();
        if (tokens is not null && scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            return tokens.Contains(credentials) ? Verdict.Granted : Verdict.Denied;
        }

        return users is not null && scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) && BasicCredentials.TryParse(credentials, out var basic)
            ? await users.CheckAsync(basic, cancellationToken)
            : Verdict.Denied;
    }

    private static string[] Challenges(bool basic, bool bearer)
    {
        List<string> challenges = [];
        if (basic)
        {
            challenges.Add($"Basic {Realm}, charset=\"UTF-8\"");
        }

        if (bearer)
        {
            challenges.Add($"Bearer {Realm}");
        }

        return [.. challenges];
    }
}
