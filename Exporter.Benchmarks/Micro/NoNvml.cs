using System.Diagnostics;

namespace Exporter.Benchmarks.Micro;

/// <summary>A library of NVML's names that answers at once, so that what is measured is our own code. Compiled by gcc.</summary>
internal static class NoNvml
{
    private static readonly string[] numbers =
    [
        "nvmlShutdown", "nvmlDeviceGetName", "nvmlDeviceGetSerial", "nvmlDeviceGetVbiosVersion", "nvmlDeviceGetArchitecture", "nvmlDeviceGetUtilizationRates",
        "nvmlDeviceGetEncoderUtilization", "nvmlDeviceGetDecoderUtilization", "nvmlDeviceGetJpgUtilization", "nvmlDeviceGetOfaUtilization", "nvmlDeviceGetMemoryInfo_v2",
        "nvmlDeviceGetPowerUsage", "nvmlDeviceGetEnforcedPowerLimit", "nvmlDeviceGetPowerManagementDefaultLimit", "nvmlDeviceGetPowerManagementLimitConstraints",
        "nvmlDeviceGetTotalEnergyConsumption", "nvmlDeviceGetTemperatureV", "nvmlDeviceGetTemperatureThreshold", "nvmlDeviceGetNumFans", "nvmlDeviceGetClockInfo",
        "nvmlDeviceGetMaxClockInfo", "nvmlDeviceGetPerformanceState", "nvmlDeviceGetCurrentClocksEventReasons", "nvmlDeviceGetCurrPcieLinkGeneration",
        "nvmlDeviceGetMaxPcieLinkGeneration", "nvmlDeviceGetCurrPcieLinkWidth", "nvmlDeviceGetMaxPcieLinkWidth", "nvmlDeviceGetFieldValues",
        "nvmlDeviceGetMarginTemperature", "nvmlDeviceGetTotalEccErrors", "nvmlDeviceGetMemoryErrorCounter", "nvmlDeviceGetRemappedRows",
        "nvmlDeviceGetPcieReplayCounter", "nvmlDeviceGetNvLinkState", "nvmlDeviceGetMigMode", "nvmlGpmSampleGet", "nvmlGpmSampleFree", "nvmlGpmMetricsGet",
    ];

    private const string Others = """
        #include <string.h>
        static unsigned long long now;
        int nvmlInit_v2(void) { return 0; }
        int nvmlDeviceGetCount_v2(unsigned *n) { *n = 8; return 0; }
        int nvmlDeviceGetHandleByIndex_v2(unsigned i, void **d) { *d = (void *)(unsigned long)(i + 1); return 0; }
        int nvmlDeviceGetUUID(void *d, char *t, unsigned n) { (void)n; strcpy(t, "GPU-0"); t[4] += (char)(long)d; return 0; }
        int nvmlSystemGetDriverVersion(char *t, unsigned n) { (void)n; strcpy(t, "580.65.06"); return 0; }
        int nvmlGpmQueryDeviceSupport(void *d, unsigned *s) { (void)d; s[1] = 1; return 0; }
        int nvmlGpmSampleAlloc(void **s) { *s = (void *)1; return 0; }
        int nvmlDeviceGetComputeRunningProcesses_v3(void *d, unsigned *n, void *r) { (void)d; (void)r; *n = 0; return 0; }
        int nvmlDeviceGetSamples(void *d, int t, unsigned long long since, int *v, unsigned *n, unsigned long long *s)
        {
            (void)d; (void)t; (void)since; *v = 1;
            if (!s) { *n = 72; return 0; }
            for (int i = 0; i < 8; i++) { s[2 * i] = now += 125000; s[2 * i + 1] = 50; }
            *n = 8;
            return 0;
        }
        """;

    /// <summary>Compiles it.</summary>
    /// <returns>Its path.</returns>
    public static string Compile()
    {
        string folder = Directory.CreateTempSubdirectory("no-nvml-").FullName;
        string source = Path.Combine(folder, "nvml.c");
        string library = Path.Combine(folder, "libnvidia-ml.so.1");
        File.WriteAllText(source, Others + "\n" + string.Concat(numbers.Select(name => $"int {name}(void) {{ return 0; }}\n")));
        using var gcc = Process.Start("gcc", ["-O2", "-shared", "-fPIC", "-o", library, source]);
        gcc.WaitForExit();
        return gcc.ExitCode == 0 ? library : throw new InvalidOperationException("gcc could not compile the library.");
    }
}
