using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers;

/// <summary>Reads <c>host</c>.</summary>
internal static class HostReader
{
    public static readonly SectionKeys Keys = new("host", "enabled", "interval", "proc_path", "root_path");

    private static readonly Func<string, Parsed<TimeSpan>> Interval = Durations.Between(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));

    public static HostConfig Read(Section? host)
    {
        var defaults = new HostConfig();
        return host is null ? defaults : new HostConfig
        {
            Enabled = host.Read("enabled", Booleans.Parse, defaults.Enabled),
            Interval = host.Read("interval", Interval, defaults.Interval),
            ProcPath = host.Read("proc_path", Texts.AbsolutePath, defaults.ProcPath),
            RootPath = host.Read("root_path", Texts.AbsolutePath, defaults.RootPath),
        };
    }
}
