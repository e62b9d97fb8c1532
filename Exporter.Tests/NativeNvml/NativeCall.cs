using System.Globalization;

namespace Exporter.Tests.NativeNvml;

/// <summary>A line of the fake library's record of calls.</summary>
/// <param name="IsHang">Whether it tells that the call before it on this thread hangs.</param>
/// <param name="Thread">The kernel's id of the calling thread.</param>
/// <param name="Function">Exported name.</param>
/// <param name="Card">-1 for a call without a card.</param>
internal sealed record NativeCall(bool IsHang, int Thread, string Function, int Card)
{
    public static NativeCall Parse(string line)
    {
        var words = line.Split(' ');
        var isHang = words[0] == "hang";
        var at = isHang ? 1 : 0;
        return new NativeCall(isHang, int.Parse(words[at], CultureInfo.InvariantCulture), words[at + 1], int.Parse(words[at + 2], CultureInfo.InvariantCulture));
    }
}
