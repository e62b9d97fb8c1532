using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers;

/// <summary>Reads <c>gpu</c>.</summary>
internal static class GpuReader
{
    public static readonly SectionKeys Keys = new("gpu", "enabled", "interval", "timeout", "library", "release_pause", "kernel_log", "simulated");

    private static readonly Func<string, Parsed<TimeSpan>> Interval = Durations.Between(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));
    private static readonly Func<string, Parsed<TimeSpan>> Timeout = Durations.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
    private static readonly Func<string, Parsed<TimeSpan>> ReleasePause = Durations.Between(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
    private static readonly Func<string, Parsed<int>> Simulated = Numbers.WholeBetween(0, 16);

    public static GpuConfig Read(Section? gpu)
    {
        var defaults = new GpuConfig();
        if (gpu is null)
        {
            return defaults;
        }

        var config = new GpuConfig
        {
            Enabled = gpu.Read("enabled", Booleans.ParseToggle, defaults.Enabled),
            Interval = gpu.Read("interval", Interval, defaults.Interval),
            Timeout = gpu.Read("timeout", Timeout, defaults.Timeout),
            Library = gpu.ReadOptional("library", Texts.AbsolutePath),
            ReleasePause = gpu.Read("release_pause", ReleasePause, defaults.ReleasePause),
            KernelLog = gpu.FindRaw("kernel_log") is null ? defaults.KernelLog : gpu.ReadOptional("kernel_log", Texts.AbsolutePath),
            Simulated = gpu.Read("simulated", Simulated, defaults.Simulated),
        };
        if (config is { Simulated: > 0, Enabled: Toggle.Off })
        {
            gpu.Fail("simulated", "simulated cards need the section on; remove enabled: false");
        }

        if (config is { Simulated: > 0, Library: not null })
        {
            gpu.Fail("library", "has no effect beside simulated; remove one of the two");
        }

        return config;
    }
}
