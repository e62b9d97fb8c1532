using System.Text;

namespace Exporter.Host.Proc;

/// <summary>One line of <c>/proc/&lt;pid&gt;/mountinfo</c>.</summary>
/// <param name="Device"><c>major:minor</c>, the same for every mount of one file system.</param>
/// <param name="Root">Which directory of the file system is mounted; not <c>/</c> for a bind mount.</param>
/// <param name="MountPoint">Where.</param>
/// <param name="FileSystem">Type, such as <c>ext4</c>.</param>
internal sealed record Mount(string Device, string Root, string MountPoint, string FileSystem)
{
    /// <summary>Every line that can be read, in the kernel's order.</summary>
    public static IReadOnlyList<Mount> Parse(ReadOnlySpan<byte> text)
    {
        var mounts = new List<Mount>();
        foreach (var range in text.Split((byte)'\n'))
        {
            if (ParseLine(text[range]) is { } mount)
            {
                mounts.Add(mount);
            }
        }

        return mounts;
    }

    private static Mount? ParseLine(ReadOnlySpan<byte> line)
    {
        var fields = new Fields(line);
        fields.Skip(2);
        var device = fields.Next();
        var root = fields.Next();
        var mountPoint = fields.Next();

        // Options and any number of optional fields stand before the separator.
        ReadOnlySpan<byte> field;
        do
        {
            field = fields.Next();
        }
        while (!field.IsEmpty && !field.SequenceEqual("-"u8));

        var fileSystem = fields.Next();
        return fileSystem.IsEmpty
            ? null
            : new Mount(Encoding.UTF8.GetString(device), Unescape(root), Unescape(mountPoint), Encoding.UTF8.GetString(fileSystem));
    }

    /// <summary>Blank, tabulator, line feed and backslash are written as a backslash and three octal digits.</summary>
    private static string Unescape(ReadOnlySpan<byte> field)
    {
        if (!field.Contains((byte)'\\'))
        {
            return Encoding.UTF8.GetString(field);
        }

        var plain = new byte[field.Length];
        var length = 0;
        for (var index = 0; index < field.Length; index++)
        {
            if (field[index] == '\\' && Octal(field[(index + 1)..]) is { } code)
            {
                plain[length++] = code;
                index += 3;
            }
            else
            {
                plain[length++] = field[index];
            }
        }

        return Encoding.UTF8.GetString(plain.AsSpan(0, length));
    }

    private static byte? Octal(ReadOnlySpan<byte> digits)
    {
        if (digits.Length < 3 || digits[..3].ContainsAnyExceptInRange((byte)'0', (byte)'7'))
        {
            return null;
        }

        var code = ((digits[0] - '0') * 64) + ((digits[1] - '0') * 8) + (digits[2] - '0');
        return code <= byte.MaxValue ? (byte)code : null;
    }
}
