using System.Security.Cryptography;
using System.Text;

namespace Exporter.Probes.Quality;

/// <summary>Whether answers to one question stay the same; keeps a fingerprint, no answer.</summary>
/// <param name="recorded">The fingerprint to begin with; null takes that of the first answer.</param>
internal sealed class OutputMemory(string? recorded)
{
    private string? last = recorded;

    /// <summary>SHA-256 of an answer in lower-case hex.</summary>
    public static string Fingerprint(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <returns>Whether the answer is another than the one before; the first of all is none.</returns>
    public bool Changes(string text)
    {
        var now = Fingerprint(text);
        var changed = last is not null && last != now;
        last = now;
        return changed;
    }
}
