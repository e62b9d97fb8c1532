namespace Exporter.Nvml.Native;

/// <summary>Bits of the events that are of use here.</summary>
[Flags]
internal enum NvmlEventType : ulong
{
    None = 0,
    XidCriticalError = 0x8,
    MigConfigChange = 0x100,
}
