using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Exporter.Web;

/// <summary>Digests over the content of files. Content, not time stamps: mounted secrets are swapped by a link, and clocks go back.</summary>
internal static class FileFingerprint
{
    /// <summary>Of what is longer the length and the time of the last write count too: nobody wants to read tens of megabytes every second.</summary>
    private const int MostBytes = 1024 * 1024;

    /// <summary>One digest over several files. Never fails: a file that cannot be read counts as itself, so that its coming and going are changes.</summary>
    public static UInt128 Of(IReadOnlyList<string> paths)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> digest = stackalloc byte[16];
        foreach (var path in paths)
        {
            BinaryPrimitives.WriteUInt128BigEndian(digest, Of(path) ?? UInt128.Zero);
            hash.AppendData(digest);
        }

        return BinaryPrimitives.ReadUInt128BigEndian(hash.GetHashAndReset());
    }

    /// <summary>The digest of one file; null where it cannot be read.</summary>
    public static UInt128? Of(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var content = new byte[Math.Min(file.Length, MostBytes)];
            var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(content, 0, length);
            if (file.Length > MostBytes)
            {
                hash.AppendData(Encoding.ASCII.GetBytes($"{file.Length} {File.GetLastWriteTimeUtc(file.SafeFileHandle).Ticks}"));
            }

            return BinaryPrimitives.ReadUInt128BigEndian(hash.GetHashAndReset());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }
}
