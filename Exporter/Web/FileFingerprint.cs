using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Exporter.Web;

/// <summary>One digest over the content of several small files. Content, not time stamps: mounted secrets are swapped by a link, and clocks go back.</summary>
internal static class FileFingerprint
{
    private const int MostBytes = 1024 * 1024;

    /// <summary>Never fails: a file that cannot be read counts as itself, so that its coming and going are changes.</summary>
    public static UInt128 Of(IReadOnlyList<string> paths)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in paths)
        {
            hash.AppendData(SHA256.HashData(Read(path)));
        }

        return BinaryPrimitives.ReadUInt128BigEndian(hash.GetHashAndReset());
    }

    private static byte[] Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var content = new byte[Math.Min(file.Length, MostBytes)];
            return content[..file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [(byte)'?'];
        }
    }
}
