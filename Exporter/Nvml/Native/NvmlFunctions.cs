using Exporter.Nvml.Devices;

namespace Exporter.Nvml.Native;

/// <summary>The functions of the library that this exporter calls, by their exported names. Signatures alone.</summary>
/// <param name="library">Handle of the loaded library.</param>
internal sealed class NvmlFunctions(nint library)
{
    public NvmlPlain Init { get; } = new(library, "nvmlInit_v2");

    public NvmlPlain Shutdown { get; } = new(library, "nvmlShutdown");

    public NvmlSystemText DriverVersion { get; } = new(library, "nvmlSystemGetDriverVersion");

    public NvmlSystemText NvmlVersion { get; } = new(library, "nvmlSystemGetNVMLVersion");

    public NvmlSystemOut DeviceCount { get; } = new(library, "nvmlDeviceGetCount_v2");

    public NvmlHandleByIndex HandleByIndex { get; } = new(library, "nvmlDeviceGetHandleByIndex_v2");

    public NvmlDeviceText Name { get; } = new(library, "nvmlDeviceGetName");

    public NvmlDeviceText Uuid { get; } = new(library, "nvmlDeviceGetUUID");

    public NvmlDeviceText Serial { get; } = new(library, "nvmlDeviceGetSerial");

    public NvmlDeviceText VbiosVersion { get; } = new(library, "nvmlDeviceGetVbiosVersion");

    public NvmlDeviceOut<NvmlPciInfo> PciInfo { get; } = new(library, "nvmlDeviceGetPciInfo_v3");

    public NvmlDeviceOut<uint> Architecture { get; } = new(library, "nvmlDeviceGetArchitecture");

    public NvmlDeviceOutPair ComputeCapability { get; } = new(library, "nvmlDeviceGetCudaComputeCapability");

    public NvmlDeviceOut<NvmlUtilization> Utilization { get; } = new(library, "nvmlDeviceGetUtilizationRates");

    /// <summary>Percent and sampling period.</summary>
    public NvmlDeviceOutPair EncoderUtilization { get; } = new(library, "nvmlDeviceGetEncoderUtilization");

    /// <inheritdoc cref="EncoderUtilization"/>
    public NvmlDeviceOutPair DecoderUtilization { get; } = new(library, "nvmlDeviceGetDecoderUtilization");

    /// <inheritdoc cref="EncoderUtilization"/>
    public NvmlDeviceOutPair JpegUtilization { get; } = new(library, "nvmlDeviceGetJpgUtilization");

    /// <inheritdoc cref="EncoderUtilization"/>
    public NvmlDeviceOutPair OfaUtilization { get; } = new(library, "nvmlDeviceGetOfaUtilization");

    public NvmlDeviceOut<NvmlMemoryV2> MemoryV2 { get; } = new(library, "nvmlDeviceGetMemoryInfo_v2");

    public NvmlDeviceOut<NvmlMemory> Memory { get; } = new(library, "nvmlDeviceGetMemoryInfo");

    /// <summary>Milliwatts.</summary>
    public NvmlDeviceOut<uint> PowerUsage { get; } = new(library, "nvmlDeviceGetPowerUsage");

    /// <summary>Milliwatts.</summary>
    public NvmlDeviceOut<uint> PowerLimitEnforced { get; } = new(library, "nvmlDeviceGetEnforcedPowerLimit");

    /// <summary>Milliwatts.</summary>
    public NvmlDeviceOut<uint> PowerLimitDefault { get; } = new(library, "nvmlDeviceGetPowerManagementDefaultLimit");

    /// <summary>Lowest and highest, milliwatts.</summary>
    public NvmlDeviceOutPair PowerLimitRange { get; } = new(library, "nvmlDeviceGetPowerManagementLimitConstraints");

    /// <summary>Millijoules since the driver was loaded.</summary>
    public NvmlDeviceOut<ulong> Energy { get; } = new(library, "nvmlDeviceGetTotalEnergyConsumption");

    public NvmlDeviceOut<NvmlTemperature> TemperatureV { get; } = new(library, "nvmlDeviceGetTemperatureV");

    public NvmlDeviceOutOf Temperature { get; } = new(library, "nvmlDeviceGetTemperature");

    public NvmlDeviceOutOf TemperatureThreshold { get; } = new(library, "nvmlDeviceGetTemperatureThreshold");

    public NvmlDeviceOut<uint> FanCount { get; } = new(library, "nvmlDeviceGetNumFans");

    /// <summary>Percent of one fan.</summary>
    public NvmlDeviceOutOf FanSpeedOf { get; } = new(library, "nvmlDeviceGetFanSpeed_v2");

    /// <summary>Percent of the only fan.</summary>
    public NvmlDeviceOut<uint> FanSpeed { get; } = new(library, "nvmlDeviceGetFanSpeed");

    /// <summary>Megahertz.</summary>
    public NvmlDeviceOutOf Clock { get; } = new(library, "nvmlDeviceGetClockInfo");

    /// <summary>Megahertz.</summary>
    public NvmlDeviceOutOf ClockMax { get; } = new(library, "nvmlDeviceGetMaxClockInfo");

    public NvmlDeviceOut<uint> PerformanceState { get; } = new(library, "nvmlDeviceGetPerformanceState");

    public NvmlDeviceOut<ulong> ClocksEventReasons { get; } = new(library, "nvmlDeviceGetCurrentClocksEventReasons");

    /// <summary>The older name of <see cref="ClocksEventReasons"/>.</summary>
    public NvmlDeviceOut<ulong> ClocksThrottleReasons { get; } = new(library, "nvmlDeviceGetCurrentClocksThrottleReasons");

    public NvmlDeviceOut<uint> PcieGeneration { get; } = new(library, "nvmlDeviceGetCurrPcieLinkGeneration");

    public NvmlDeviceOut<uint> PcieGenerationMax { get; } = new(library, "nvmlDeviceGetMaxPcieLinkGeneration");

    public NvmlDeviceOut<uint> PcieWidth { get; } = new(library, "nvmlDeviceGetCurrPcieLinkWidth");

    public NvmlDeviceOut<uint> PcieWidthMax { get; } = new(library, "nvmlDeviceGetMaxPcieLinkWidth");

    public NvmlEventSetCreate EventSetCreate { get; } = new(library, "nvmlEventSetCreate");

    /// <summary>Bits of <see cref="NvmlEventType"/>.</summary>
    public NvmlDeviceOut<ulong> SupportedEvents { get; } = new(library, "nvmlDeviceGetSupportedEventTypes");

    public NvmlRegisterEvents RegisterEvents { get; } = new(library, "nvmlDeviceRegisterEvents");

    public NvmlEventSetWait EventSetWait { get; } = new(library, "nvmlEventSetWait_v2");

    public NvmlEventSetFree EventSetFree { get; } = new(library, "nvmlEventSetFree");

    public NvmlDeviceFields Fields { get; } = new(library, "nvmlDeviceGetFieldValues");

    public NvmlProcessLists Processes { get; } = new(library);

    public NvmlDeviceSamples Samples { get; } = new(library, "nvmlDeviceGetSamples");

    public NvmlDeviceProcessUtilization ProcessUtilization { get; } = new(library, "nvmlDeviceGetProcessUtilization");

    public NvmlDeviceOut<NvmlMarginTemperature> MarginTemperature { get; } = new(library, "nvmlDeviceGetMarginTemperature");

    public NvmlDeviceOutTotal EccTotal { get; } = new(library, "nvmlDeviceGetTotalEccErrors");

    public NvmlDeviceOutCount EccCount { get; } = new(library, "nvmlDeviceGetMemoryErrorCounter");

    /// <summary>Corrected, uncorrected, pending, failed.</summary>
    public NvmlDeviceOutFour RemappedRows { get; } = new(library, "nvmlDeviceGetRemappedRows");

    /// <summary>Kilobytes a second, sent (0) or received (1), measured while the call lasts; for a person's look alone, since it blocks.</summary>
    public NvmlDeviceOutOf PcieThroughput { get; } = new(library, "nvmlDeviceGetPcieThroughput");

    public NvmlDeviceOut<uint> PcieReplays { get; } = new(library, "nvmlDeviceGetPcieReplayCounter");

    /// <summary>1 for an active link.</summary>
    public NvmlDeviceOutOf NvlinkState { get; } = new(library, "nvmlDeviceGetNvLinkState");

    /// <summary>Now and after the next reset; 1 is on.</summary>
    public NvmlDeviceOutPair MigMode { get; } = new(library, "nvmlDeviceGetMigMode");

    /// <summary>How many places for instances there are, taken or not.</summary>
    public NvmlDeviceOut<uint> MigCount { get; } = new(library, "nvmlDeviceGetMaxMigDeviceCount");

    public NvmlDevicePart MigHandle { get; } = new(library, "nvmlDeviceGetMigDeviceHandleByIndex");

    public NvmlDeviceOut<uint> GpuInstanceId { get; } = new(library, "nvmlDeviceGetGpuInstanceId");

    public NvmlDeviceOut<uint> ComputeInstanceId { get; } = new(library, "nvmlDeviceGetComputeInstanceId");

    public NvmlDeviceOut<NvmlGpmSupport> GpmSupport { get; } = new(library, "nvmlGpmQueryDeviceSupport");

    public NvmlGpmAlloc GpmAlloc { get; } = new(library, "nvmlGpmSampleAlloc");

    public NvmlGpmFree GpmFree { get; } = new(library, "nvmlGpmSampleFree");

    public NvmlGpmTake GpmTake { get; } = new(library, "nvmlGpmSampleGet");

    public NvmlGpmTakeOfPart GpmTakeOfPart { get; } = new(library, "nvmlGpmMigSampleGet");

    public NvmlGpmCompare GpmCompare { get; } = new(library, "nvmlGpmMetricsGet");
}
