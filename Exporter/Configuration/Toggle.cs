namespace Exporter.Configuration;

/// <summary>A part of the daemon that can be on, off, or on where the machine has it.</summary>
internal enum Toggle
{
    Auto,
    On,
    Off,
}
