using System.Buffers;
using System.Buffers.Text;

namespace Exporter.Traffic.Logs.Lines;

/// <summary>The single fields of access lines.</summary>
internal static class LineFields
{
    private const int LongestPort = 5;
    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("0123456789."u8);

    /// <summary>Three digits from 100 to 599 at the start, and then the end or a space.</summary>
    public static bool TryStatus(ReadOnlySpan<byte> text, out int status)
    {
        status = 0;
        if (text.Length < 3 || (text.Length > 3 && text[3] != ' ') || text[..3].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        status = ((text[0] - '0') * 100) + ((text[1] - '0') * 10) + (text[2] - '0');
        return status is >= 100 and <= 599;
    }

    /// <summary>Digits, at most one point among them; nothing else, no sign and no exponent.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> text, out double value, out bool hasPoint)
    {
        hasPoint = text.Contains((byte)'.');
        value = 0;
        return text.Length is > 0 and <= 30
            && text[0] is >= (byte)'0' and <= (byte)'9'
            && !text.ContainsAnyExcept(NumberBytes)
            && Utf8Parser.TryParse(text, out value, out var used)
            && used == text.Length;
    }

    /// <summary>Port of <c>host:port</c>; 0 where there is none.</summary>
    public static int PortOf(ReadOnlySpan<byte> client)
    {
        var colon = client.LastIndexOf((byte)':');
        var port = client[(colon + 1)..];
        return colon > 0 && client[colon - 1] != ':' && port.Length is > 0 and <= LongestPort && Utf8Parser.TryParse(port, out int number, out var used) && used == port.Length && number is > 0 and <= ushort.MaxValue
            ? number
            : 0;
    }
}
