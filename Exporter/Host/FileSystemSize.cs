namespace Exporter.Host;

/// <summary>The size of one mounted file system.</summary>
/// <param name="MountPoint">As the host sees it.</param>
/// <param name="UsedBytes">Taken by files.</param>
/// <param name="LimitBytes">
/// What can be used without being root: used plus available. Blocks that are reserved for root are left out, so that
/// used / limit is 1 just when a service cannot write any more (and is what <c>df</c> shows).
/// </param>
internal sealed record FileSystemSize(string MountPoint, long UsedBytes, long LimitBytes);
