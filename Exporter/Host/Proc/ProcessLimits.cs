namespace Exporter.Host.Proc;

/// <summary><c>/proc/&lt;pid&gt;/limits</c>.</summary>
/// <param name="OpenFiles">Soft limit of open file descriptors; null where it is missing or unlimited.</param>
internal sealed record ProcessLimits(double? OpenFiles)
{
    public static ProcessLimits Parse(ReadOnlySpan<byte> text)
    {
        var name = "Max open files"u8;
        foreach (var range in text.Split((byte)'\n'))
        {
            if (text[range].StartsWith(name))
            {
                return new ProcessLimits(new Fields(text[range][name.Length..]).NextCount());
            }
        }

        return new ProcessLimits(OpenFiles: null);
    }
}
