using System.Text;

namespace Exporter.Host.Processes;

/// <summary>The control group of a process, where it says whose the process is: that of a service or a container.</summary>
internal static class ControlGroup
{
    /// <summary>The path from <c>/proc/&lt;pid&gt;/cgroup</c>; null for a group that many unrelated processes share.</summary>
    public static string? Parse(ReadOnlySpan<byte> text)
    {
        string? path = null;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            var isUnified = line.StartsWith("0::"u8);
            var isSystemd = line.IndexOf(":name=systemd:"u8) > 0;
            if (isUnified || isSystemd)
            {
                var candidate = Encoding.UTF8.GetString(PathOf(line));
                path = path is null || candidate.Length > path.Length ? candidate : path;
            }
        }

        return path is not null && IsOfOneService(path) ? path : null;
    }

    /// <summary>The third field; the path may itself hold colons.</summary>
    private static ReadOnlySpan<byte> PathOf(ReadOnlySpan<byte> line)
    {
        var rest = line[(line.IndexOf((byte)':') + 1)..];
        return rest[(rest.IndexOf((byte)':') + 1)..];
    }

    /// <summary>A slice, a login session and the root hold whatever was started there.</summary>
    private static bool IsOfOneService(string path)
    {
        var last = path[(path.LastIndexOf('/') + 1)..];
        return last.Length > 0
            && !last.EndsWith(".slice", StringComparison.Ordinal)
            && last is not "init.scope" and not ".."
            && !(last.StartsWith("session-", StringComparison.Ordinal) && last.EndsWith(".scope", StringComparison.Ordinal));
    }
}
