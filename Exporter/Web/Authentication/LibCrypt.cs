using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Exporter.Web.Authentication;

/// <summary>bcrypt by the system's libcrypt: its <c>crypt_r</c> is maintained, and fast enough to keep the cost honest.</summary>
/// <remarks>The only unsafe code of this area. The library stays loaded for the life of the process.</remarks>
internal sealed unsafe class LibCrypt
{
    /// <summary>sizeof(struct crypt_data) of libxcrypt; other implementations need less.</summary>
    private const int CryptDataBytes = 32768;

    private const int HashLength = 60;

    /// <summary>A published test vector, to see that this libcrypt knows bcrypt at all (glibc's own did not).</summary>
    private const string KnownHash = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

    private static readonly string[] Names = ["libcrypt.so.1", "libcrypt.so.2", "libcrypt.so", "libc.musl-x86_64.so.1", "libc.musl-aarch64.so.1"];

    private readonly delegate* unmanaged<byte*, byte*, byte*, byte*> crypt;

    private LibCrypt(delegate* unmanaged<byte*, byte*, byte*, byte*> crypt) => this.crypt = crypt;

    /// <param name="reason">Why it cannot be used, for the operator; null where it can.</param>
    /// <param name="names">File names to try in order; null means the usual ones.</param>
    /// <returns>Null where it cannot be used.</returns>
    public static LibCrypt? TryLoad(out string? reason, IReadOnlyList<string>? names = null)
    {
        names ??= Names;
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var handle) && NativeLibrary.TryGetExport(handle, "crypt_r", out var address))
            {
                var library = new LibCrypt((delegate* unmanaged<byte*, byte*, byte*, byte*>)address);
                reason = library.Matches("U*U"u8.ToArray(), KnownHash) ? null : $"{name} does not know bcrypt; install libxcrypt (Debian: libcrypt1)";
                return reason is null ? library : null;
            }
        }

        reason = $"none of {string.Join(", ", names)} can be loaded; install libxcrypt (Debian: libcrypt1)";
        return null;
    }

    /// <summary>Whether the password fits the hash; takes the time that the hash's cost says.</summary>
    /// <param name="password">As sent; one with a zero byte fits nothing.</param>
    /// <param name="hash">A bcrypt hash.</param>
    public bool Matches(ReadOnlyMemory<byte> password, string hash)
    {
        var expected = Encoding.ASCII.GetBytes(hash);
        if (expected.Length != HashLength || password.Span.Contains((byte)0))
        {
            return false;
        }

        var key = new byte[password.Length + 1];
        password.CopyTo(key);
        var data = (byte*)NativeMemory.AllocZeroed(CryptDataBytes);
        try
        {
            fixed (byte* phrase = key, setting = (byte[])[.. expected, 0])
            {
                var result = crypt(phrase, setting, data);
                return result is not null && CryptographicOperations.FixedTimeEquals(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(result), expected);
            }
        }
        finally
        {
            // The password stands in both.
            CryptographicOperations.ZeroMemory(new Span<byte>(data, CryptDataBytes));
            CryptographicOperations.ZeroMemory(key);
            NativeMemory.Free(data);
        }
    }
}
