using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Exporter.Traffic.Logs.Tailing;

/// <summary>Identity and size of a file, from <c>statx(2)</c>: .NET does not tell inodes.</summary>
/// <param name="Modified">When it was last written or truncated, in nanoseconds of Unix time.</param>
/// <param name="IsRegular">False for pipes, directories and devices, which are no logs; opening a pipe would wait for ever.</param>
/// <param name="IsLinked">False for a file that has been deleted and is only held open.</param>
internal readonly partial record struct FileStatus(FileIdentity Identity, long Size, long Modified, bool IsRegular, bool IsLinked)
{
    private const int CurrentDirectory = -100;
    private const int EmptyPath = 0x1000;
    private const uint BasicStats = 0x7ff;
    private const int NoPermission = 13;
    private const int TypeMask = 0xf000;
    private const int RegularFile = 0x8000;

    /// <summary>Of what a path leads to, symbolic links followed.</summary>
    /// <param name="reason">Why there is none: <c>file_not_found</c> or <c>no_permission</c>.</param>
    public static FileStatus? Of(string path, out string reason)
    {
        var failed = Statx(CurrentDirectory, path, 0, BasicStats, out var raw) != 0;
        reason = !failed ? "" : Marshal.GetLastPInvokeError() == NoPermission ? "no_permission" : "file_not_found";
        return failed ? null : From(raw);
    }

    /// <summary>Of an open file; null where the system refuses to say.</summary>
    public static FileStatus? Of(SafeFileHandle file) => Statx(file, "", EmptyPath, BasicStats, out var raw) == 0 ? From(raw) : null;

    private static FileStatus From(in Statistics raw) => new(
        new FileIdentity(((ulong)raw.DeviceMajor << 32) | raw.DeviceMinor, raw.Inode),
        (long)raw.Size,
        (raw.ModifiedSeconds * 1_000_000_000) + raw.ModifiedNanoseconds,
        (raw.Mode & TypeMask) == RegularFile,
        raw.Links > 0);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, out Statistics result);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(SafeFileHandle file, string path, int flags, uint mask, out Statistics result);

    /// <summary>The kernel's <c>struct statx</c>: the same on every architecture. Only what is asked for has a name.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Statistics
    {
        [FieldOffset(16)]
        public uint Links;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public ulong Size;

        [FieldOffset(112)]
        public long ModifiedSeconds;

        [FieldOffset(120)]
        public uint ModifiedNanoseconds;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
