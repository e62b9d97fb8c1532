using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Exporter.Web.Authentication;

/// <summary>
/// Checks passwords one at a time, since each costs tens of milliseconds of a core that belongs to the models. What was right
/// once is remembered (as a digest over user, hash and password), so a scraper pays once; what was wrong is checked again.
/// </summary>
/// <param name="matches">Whether a password fits a hash; slow.</param>
internal sealed class PasswordVerifier(Func<ReadOnlyMemory<byte>, string, bool> matches) : IDisposable
{
    private const int MostWaiting = 16;
    private const int MostRemembered = 128;

    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private readonly Lock gate = new();
    private readonly HashSet<UInt128> remembered = [];
    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private int waiting;

    public async ValueTask<Verdict> CheckAsync(BasicCredentials credentials, string hash, CancellationToken cancellationToken)
    {
        var digest = Digest(credentials, hash);
        if (IsRemembered(digest))
        {
            return Verdict.Granted;
        }

        if (Interlocked.Increment(ref waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref waiting);
            return Verdict.Busy;
        }

        try
        {
            await oneAtATime.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }

        try
        {
            // While this one waited the same password may have been checked for another connection.
            return IsRemembered(digest) || await Task.Run(() => matches(credentials.Password, hash), cancellationToken)
                ? Remember(digest)
                : Verdict.Denied;
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    private bool IsRemembered(UInt128 digest)
    {
        lock (gate)
        {
            return remembered.Contains(digest);
        }
    }

    private Verdict Remember(UInt128 digest)
    {
        lock (gate)
        {
            if (remembered.Count >= MostRemembered)
            {
                remembered.Clear();
            }

            remembered.Add(digest);
        }

        return Verdict.Granted;
    }

    private UInt128 Digest(BasicCredentials credentials, string hash)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        Append(hmac, Encoding.UTF8.GetBytes(credentials.User));
        Append(hmac, Encoding.UTF8.GetBytes(hash));
        Append(hmac, credentials.Password.Span);
        return BinaryPrimitives.ReadUInt128BigEndian(hmac.GetHashAndReset());
    }

    /// <summary>With its length before it, so that no two triples make the same bytes.</summary>
    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, part.Length);
        hash.AppendData(length);
        hash.AppendData(part);
    }
}
