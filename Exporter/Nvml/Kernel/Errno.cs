namespace Exporter.Nvml.Kernel;

/// <summary>Error numbers of Linux that mean something here.</summary>
internal enum Errno
{
    None = 0,
    NotPermitted = 1,
    NoEntry = 2,
    Interrupted = 4,
    NoDeviceOrAddress = 6,
    TryAgain = 11,
    AccessDenied = 13,
    NoDevice = 19,
    BrokenPipe = 32,
}
