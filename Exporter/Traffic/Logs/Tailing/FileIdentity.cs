namespace Exporter.Traffic.Logs.Tailing;

/// <summary>What tells one file from another, whatever its name is. An inode is used again after a file is gone.</summary>
internal readonly record struct FileIdentity(ulong Device, ulong Inode);
