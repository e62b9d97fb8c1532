using Exporter.Traffic.Logs.Tailing;

namespace Exporter.Traffic.Logs.Positions;

/// <summary>How far one file was read.</summary>
/// <param name="Path">Where it was.</param>
/// <param name="Offset">Behind the last whole line.</param>
/// <param name="HeadLength">Of <see cref="FileHead"/>.</param>
/// <param name="HeadHash">Of <see cref="FileHead"/>.</param>
internal sealed record FilePosition(string Path, ulong Device, ulong Inode, long Offset, int HeadLength, string HeadHash)
{
    /// <summary>Whether it is the copy that a truncation left behind, which is not read.</summary>
    public bool IsCopy { get; init; }

    public static FilePosition Of(TailedFile file) =>
        new(file.Path, file.Identity.Device, file.Identity.Inode, file.Committed, file.Head.Length, file.Head.Hash);

    public FileIdentity Identity() => new(Device, Inode);

    public FileHead Head() => new(HeadLength, HeadHash);
}
