using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Exporter.Traffic.Logs.Tailing;

/// <summary>
/// The first bytes of a log, by which it is recognised: an inode may belong to another file by now, and a truncated file may have
/// grown beyond its old size again.
/// </summary>
/// <param name="Length">How many bytes it covers, up to <see cref="Longest"/>.</param>
/// <param name="Hash">SHA-256 as hex.</param>
internal sealed record FileHead(int Length, string Hash)
{
    public const int Longest = 1024;

    /// <summary>Two logs may begin with the same banner; fewer bytes than this prove nothing.</summary>
    private const int Telling = 64;

    public static FileHead Empty { get; } = new(0, "");

    /// <summary>Whether it is long enough to say that another file is a copy of this one.</summary>
    public bool IsTelling => Length >= Telling;

    /// <summary>Of the first bytes of a file, at most <paramref name="most"/>.</summary>
    public static FileHead Read(SafeFileHandle file, long most)
    {
        Span<byte> bytes = stackalloc byte[Longest];
        bytes = bytes[..RandomAccess.Read(file, bytes[..(int)Math.Min(most, Longest)], 0)];
        return new FileHead(bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    /// <summary>Whether a file still begins like this.</summary>
    public bool IsHeadOf(SafeFileHandle file) => Length == 0 || Read(file, Length) == this;
}
