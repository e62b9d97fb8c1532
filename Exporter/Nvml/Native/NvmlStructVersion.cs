namespace Exporter.Nvml.Native;

/// <summary>The version word with which NVML's newer structs begin: it tells the library what it is handed.</summary>
internal static class NvmlStructVersion
{
    public static uint Of(int size, uint version) => (uint)size | (version << 24);
}
