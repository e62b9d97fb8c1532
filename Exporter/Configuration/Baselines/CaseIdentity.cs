using System.Security.Cryptography;
using System.Text;
using Exporter.Configuration.Probes;

namespace Exporter.Configuration.Baselines;

/// <summary>By what a reference finds its case: the question itself, so that another question never meets the answer to an older one.</summary>
internal static class CaseIdentity
{
    private const int HexDigits = 16;

    /// <returns>16 hexadecimal digits; the same for cases that ask the same.</returns>
    public static string Of(QualityCaseConfig one)
    {
        // Lengths in front: no two lists of texts run together to the same bytes. A case without an input asks the probe's question.
        var texts = one.Documents.Prepend(one.Input ?? "").Select(static text => $"{text.Length}:{text}");
        var question = string.Concat(texts.Prepend(one.Input is null ? "own" : "input"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(question)))[..HexDigits];
    }
}
