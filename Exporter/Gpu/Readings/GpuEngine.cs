namespace Exporter.Gpu.Readings;

/// <summary>The engines of which the driver keeps a ring of utilisation samples.</summary>
internal enum GpuEngine
{
    General,
    Memory,
    Encoder,
    Decoder,
}
