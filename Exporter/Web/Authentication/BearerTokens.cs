using System.Security.Cryptography;
using System.Text;

namespace Exporter.Web.Authentication;

/// <summary>The tokens of a file, kept as digests: a memory dump has no token, and all comparisons are of one length.</summary>
internal sealed class BearerTokens
{
    private readonly byte[][] digests;

    private BearerTokens(byte[][] digests) => this.digests = digests;

    public int Count => digests.Length;

    /// <param name="text">One token a line; empty lines and those that begin with <c>#</c> do not count.</param>
    public static BearerTokens Parse(string text) => new(
    [
        .. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#')
            .Select(line => SHA256.HashData(Encoding.UTF8.GetBytes(line))),
    ]);

    /// <summary>Compares with every token, in a time that does not tell which one was near.</summary>
    public bool Contains(ReadOnlySpan<char> token)
    {
        var octets = new byte[Encoding.UTF8.GetByteCount(token)];
        Encoding.UTF8.GetBytes(token, octets);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(octets, digest);
        var found = false;
        foreach (var known in digests)
        {
            found |= CryptographicOperations.FixedTimeEquals(known, digest);
        }

        return found;
    }
}
