using System.Text;

namespace Exporter.Probes.Transport;

/// <summary>The beginning of what a server sends, from which one can tell that it speaks something else.</summary>
internal sealed class FirstWords
{
    private const int Alert = 0x15;
    private const int TlsMajor = 3;
    private const int FirstRecordType = 0x14, LastRecordType = 0x18;

    private readonly byte[] heard = new byte[48];
    private int length;

    public void Forget() => length = 0;

    public void Hear(ReadOnlySpan<byte> bytes)
    {
        var fitting = bytes[..Math.Min(bytes.Length, heard.Length - length)];
        fitting.CopyTo(heard.AsSpan(length));
        length += fitting.Length;
    }

    /// <summary>Whether a handshake was answered by something that is no record of TLS.</summary>
    public bool IsPlain => length > 0 && heard[0] is < FirstRecordType or > LastRecordType;

    /// <summary>Whether a plain request was answered as TLS answers what it cannot read.</summary>
    public bool IsTlsAlert => length > 1 && heard[0] == Alert && heard[1] == TlsMajor;

    /// <summary>Whether the server began with the settings of HTTP/2: frame type 4 on stream 0.</summary>
    public bool IsHttp2 => length >= 9 && heard.AsSpan(3, 6) is [4, 0 or 1, 0, 0, 0, 0];

    /// <summary>The first line as far as it came, for a reason, which is cleaned of what cannot be shown.</summary>
    public override string ToString() => Encoding.Latin1.GetString(heard, 0, length).Split('\r', '\n')[0];
}
