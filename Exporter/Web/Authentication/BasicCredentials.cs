using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Exporter.Web.Authentication;

/// <summary>What a client sent as user and password.</summary>
/// <param name="User">May be empty; has no colon.</param>
/// <param name="Password">The bytes as sent; bcrypt is over bytes.</param>
internal sealed record BasicCredentials(string User, ReadOnlyMemory<byte> Password)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="base64">What follows the word <c>Basic</c>.</param>
    public static bool TryParse(ReadOnlySpan<char> base64, [NotNullWhen(true)] out BasicCredentials? credentials)
    {
        credentials = null;
        var octets = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
        if (!Convert.TryFromBase64Chars(base64, octets, out var length))
        {
            return false;
        }

        var colon = octets.AsSpan(0, length).IndexOf((byte)':');
        if (colon < 0)
        {
            return false;
        }

        try
        {
            credentials = new BasicCredentials(StrictUtf8.GetString(octets, 0, colon), octets.AsMemory((colon + 1)..length));
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>The user alone: a password must not reach a log.</summary>
    public override string ToString() => $"{nameof(BasicCredentials)} {{ User = {User} }}";
}
