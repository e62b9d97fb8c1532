using System.Buffers;
using System.Globalization;

namespace Exporter.Gpu.Events;

/// <summary>Finds the driver's Xid message in a line of the kernel's log, such as <c>NVRM: Xid (PCI:0000:3b:00): 79, pid=1234, …</c>.</summary>
internal static class XidLine
{
    private const string Mark = "NVRM: Xid (PCI:";

    private static readonly SearchValues<char> ofAnAddress = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <returns>Null for any other line.</returns>
    public static (string PciAddress, int Code)? Parse(ReadOnlySpan<char> line)
    {
        // A record continues in lines that begin with a space: what a program wrote there is none of the kernel's words.
        var at = line.IndexOf(Mark, StringComparison.Ordinal);
        if (at < 0 || line[0] == ' ')
        {
            return null;
        }

        var rest = line[(at + Mark.Length)..];
        var end = rest.IndexOf(')');
        if (end <= 0 || rest.Length < end + 2 || rest[end + 1] != ':')
        {
            return null;
        }

        // An instance of a partitioned GPU stands behind the address.
        var address = rest[..end];
        address = address.IndexOf(' ') is > 0 and var space ? address[..space] : address;
        var number = rest[(end + 2)..].TrimStart();
        var digits = number.IndexOfAnyExceptInRange('0', '9');
        number = digits < 0 ? number : number[..digits];
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && IsAddress(address) ? (address.ToString(), code) : null;
    }

    private static bool IsAddress(ReadOnlySpan<char> text) =>
        text.Length is >= 7 and <= 16 && text.Count(':') == 2 && !text.ContainsAnyExcept(ofAnAddress);
}
