using System.CommandLine;
using Exporter.Hosting;

namespace Exporter.Commands;

/// <summary>No command word: runs the daemon until it is told to stop.</summary>
internal static class RunCommand
{
    public static RootCommand Create()
    {
        var configFile = new Option<string?>("--config.file")
        {
            Description = "Configuration file; without it the daemon reads GPUs and host with defaults, probes nothing, and says which servers it sees.",
            HelpName = "file",
        };
        var autoReload = new Option<bool>("--config.auto-reload")
        {
            Description = "Reload the configuration when the content of the file, or of a file that it names, changes.",
        };
        var flags = new DaemonFlags();
        var root = new RootCommand("Metrics of a host that serves AI models: GPUs, host, and synthetic probes of the model servers, for Prometheus.")
        {
            configFile,
            autoReload,
        };
        flags.AddTo(root);
        root.SetAction(async (parsed, cancellationToken) =>
        {
            IConfigSource source = parsed.GetValue(configFile) is { } path
                ? new ConfigFileSource(path)
                : new EmbeddedConfigSource("(defaults)", []);
            var options = flags.Read(parsed, source, parsed.GetValue(autoReload)) with { Discovers = source is EmbeddedConfigSource };
            return await DaemonProcess.RunAsync(options, TimeProvider.System, parsed.InvocationConfiguration.Error, DaemonProcess.UntilStoppedAsync, cancellationToken);
        });
        return root;
    }
}
