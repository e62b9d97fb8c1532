namespace Exporter.Nvml.Kernel;

/// <summary>
/// Why the driver's control device cannot be opened, in words: the library answers "unknown" or "not loaded" to all of it. Looked at
/// only after the library failed; the node of a card is never opened, since that would wake the card.
/// </summary>
internal static class NvmlDeviceNodes
{
    /// <returns>Null where it can be opened, and so is not what is the matter.</returns>
    public static string? Diagnose(string devRoot)
    {
        var node = Path.Combine(devRoot, "nvidiactl");
        try
        {
            using var opened = File.OpenHandle(node, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return Words(node, Number(refused));
        }
    }

    /// <summary>What an error at opening the node means.</summary>
    internal static string Words(string node, Errno error) => error switch
    {
        Errno.NotPermitted => $"{node} is refused (EPERM) by the device policy of the unit (DeviceAllow=, PrivateDevices=) or of the container (a container that was given GPUs loses them so after 'systemctl daemon-reload': restart it).",
        Errno.AccessDenied => $"{node} may not be opened by this user (EACCES); look at its owner and mode, and at the unit's groups.",
        Errno.NoEntry => $"There is no {node} (ENOENT): the driver never made its device nodes, or they are not in this container.",
        Errno.NoDeviceOrAddress or Errno.NoDevice => $"{node} is there without a driver behind it (ENXIO): the kernel module is not loaded.",
        var other => $"{node} cannot be opened (error {(int)other}).",
    };

    private static Errno Number(Exception refused) => refused switch
    {
        FileNotFoundException or DirectoryNotFoundException => Errno.NoEntry,
        UnauthorizedAccessException { InnerException.HResult: > 0 and var number } => (Errno)number,
        UnauthorizedAccessException => Errno.AccessDenied,
        { HResult: > 0 and var number } => (Errno)number,
        _ => Errno.None,
    };
}
