using System.Collections.Frozen;
using Exporter.Configuration.Web;

namespace Exporter.Web.Authentication;

/// <summary>The users of the web configuration.</summary>
internal sealed class BasicUsers
{
    private readonly FrozenDictionary<string, string> hashes;
    private readonly PasswordVerifier verifier;
    private readonly string dummyHash;

    /// <param name="users">At least one; unique names.</param>
    public BasicUsers(IReadOnlyCollection<BasicAuthUser> users, PasswordVerifier verifier)
    {
        hashes = users.ToFrozenDictionary(u => u.Name, u => u.PasswordHash, StringComparer.Ordinal);
        this.verifier = verifier;
        dummyHash = DummyHash(users.Max(u => u.PasswordHash[4..6])!);
    }

    /// <summary>An unknown user costs the same check as a known one, so that the time does not tell which names exist.</summary>
    public async ValueTask<Verdict> CheckAsync(BasicCredentials credentials, CancellationToken cancellationToken)
    {
        var hash = hashes.GetValueOrDefault(credentials.User);
        var verdict = await verifier.CheckAsync(credentials, hash ?? dummyHash, cancellationToken);
        return hash is null && verdict == Verdict.Granted ? Verdict.Denied : verdict;
    }

    /// <summary>A well-formed hash of nothing in particular, as costly as the users' own.</summary>
    private static string DummyHash(string cost) => $"$2b${cost}$abcdefghijklmnopqrstuu0123456789012345678901234567890";
}
