namespace Exporter.Tests.NativeNvml;

/// <summary>Drivers and cards as the fake library plays them: which functions a branch lacks, and what a card supports.</summary>
internal static class FakeDrivers
{
    /// <summary>R470 has neither GPM nor what came with CUDA 11.6 and later.</summary>
    public static string[] LackedByR470 { get; } =
    [
        .. LackedByR535, "nvmlDeviceGetMemoryInfo_v2", "nvmlDeviceGetNumFans", "nvmlDeviceGetComputeRunningProcesses_v3", "nvmlDeviceGetGraphicsRunningProcesses_v3",
        "nvmlDeviceGetMPSComputeRunningProcesses_v3", "nvmlDeviceGetConfComputeMemSizeInfo", "nvmlDeviceGetRunningProcessDetailList", "nvmlDeviceGetCurrentClocksEventReasons",
        "nvmlDeviceGetJpgUtilization", "nvmlDeviceGetOfaUtilization", "nvmlGpmQueryDeviceSupport", "nvmlGpmSampleAlloc", "nvmlGpmSampleFree", "nvmlGpmSampleGet",
        "nvmlGpmMigSampleGet", "nvmlGpmMetricsGet",
    ];

    /// <summary>R535 has not what came with CUDA 12.8.</summary>
    public static string[] LackedByR535 => ["nvmlDeviceGetTemperatureV", "nvmlDeviceGetMarginTemperature"];

    /// <summary>Memory with error correction, rows that can be replaced, samples, and what processes used: every card of a server.</summary>
    public static string[] Server { get; } =
    [
        "card 0 ecc_0_0_2 3", "card 0 ecc_1_0_2 0", "card 0 ecc_0_0_7 1", "card 0 ecc_1_0_7 0", "card 0 ecc_0_1 40", "card 0 ecc_1_1 2",
        "card 0 remapped_corrected 1", "card 0 remapped_uncorrected 2", "card 0 pcie_replays 5",
        "field 0 82 1 52", "field 0 185 1 305250", "field 0 186 1 311750", "field 0 74 3 5000000000", "field 0 76 3 0",
        "sample 0 1 1000000 50", "sample 0 1 1100000 50", "sample 0 2 1000000 25", "sample 0 2 1100000 25",
        "sample 0 3 1000000 0", "sample 0 3 1100000 0", "sample 0 4 1000000 0", "sample 0 4 1100000 0",
        "card 0 process_utilization 1", "usage 0 101 now 40", "process 0 compute 101 1000",
    ];

    /// <summary>Links between cards, before Blackwell.</summary>
    public static string[] Nvlink { get; } =
    [
        "field 0 91 1 3", "card 0 nvlink_0 1", "card 0 nvlink_1 1", "card 0 nvlink_2 0", "field 0 161 3 2", "field 0 162 3 0", "field 0 163 3 1",
        "field 0 138 3 2000", "field 0 139 3 1000",
    ];

    /// <summary>Performance counters, from Hopper on.</summary>
    public static string[] Gpm { get; } =
    [
        "card 0 gpm 1", "card 0 gpm_2 71", "card 0 gpm_3 32.5", "card 0 gpm_5 55", "card 0 gpm_10 44", "card 0 gpm_11 0", "card 0 gpm_12 6", "card 0 gpm_13 12",
        "card 0 gpm_20 10", "card 0 gpm_21 20", "card 0 gpm_60 30", "card 0 gpm_61 40",
    ];

    /// <summary>A GPU cut into two instances.</summary>
    public static string[] Mig { get; } =
    [
        "card 0 mig 1", "card 0 mig_0 3", "card 0 mig_2 5", "card 0 gpm 1", "card 0 gi_3_gpm_2 21", "card 0 gi_5_gpm_2 22", "card 0 gi_5_gpm_10 33",
        "return 0 nvmlDeviceGetUtilizationRates 3", "return 0 nvmlDeviceGetSamples 3", "return 0 nvmlDeviceGetProcessUtilization 3", "return 0 nvmlDeviceGetRemappedRows 3",
    ];
}
