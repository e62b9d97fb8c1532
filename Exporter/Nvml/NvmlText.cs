using System.Text;

namespace Exporter.Nvml;

/// <summary>Texts as NVML fills them.</summary>
internal static unsafe class NvmlText
{
    /// <summary>The text up to its terminating zero, or all of the buffer where there is none; null when empty.</summary>
    public static string? Read(byte* text, int length)
    {
        var bytes = new ReadOnlySpan<byte>(text, length);
        var end = bytes.IndexOf((byte)0);
        var value = Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]).Trim();
        return value.Length == 0 ? null : value;
    }
}
