using System.CommandLine;
using Exporter.Commands.Discover;
using Exporter.Configuration;
using Exporter.Hosting;
using Exporter.Nvml;
using Exporter.Traffic.Discovery;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporter.Commands;

/// <summary><c>discover</c>: finds the servers of this host and writes the configuration for them, or tells how a file differs from what runs.</summary>
internal static class DiscoverCommand
{
    /// <summary>Opening the driver takes seconds on a host whose cards sleep; it goes on beside the asking.</summary>
    private static readonly TimeSpan gpuBound = TimeSpan.FromSeconds(4);

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print what was found as JSON." };
        var diff = new Option<string?>("--diff") { Description = "Compare with this configuration: what runs but is not in it, what is in it but does not run.", HelpName = "file" };
        var ports = new Option<int[]>("--port") { Description = "Ask this port and no others, whatever listens there; may be repeated.", HelpName = "port", AllowMultipleArgumentsPerToken = false };
        var proc = new Option<string>("--proc-path") { Description = "Where the host's proc file system is mounted.", HelpName = "path", DefaultValueFactory = _ => "/proc" };
        ports.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int[]>()?.Any(port => port is < 1 or > 65535) == true)
            {
                result.AddError("--port: must be 1 to 65535");
            }
        });
        var command = new Command(
            "discover",
            "Find the model servers of this host, by GETs without effect alone, and print a configuration for them. Exit code 0; with --diff 0 when the file fits what runs, 1 when not, 2 when the file is not valid.")
        {
            json, diff, ports, proc,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            ExporterConfig? config = null;
            if (parsed.GetValue(diff) is { } path)
            {
                var read = ConfigFile.Read(path);
                config = read.Value;
                if (config is null)
                {
                    await error.WriteAsync(ConfigReport.Format(read.Errors, "nothing was looked for"));
                    return ExitCode.Usage;
                }
            }

            var options = new DiscoveryOptions { ProcPath = parsed.GetRequiredValue(proc), Ports = parsed.GetValue(ports) ?? [] };
            var found = await FindAsync(options, cancellationToken);
            return config is null
                ? await PrintAsync(found, parsed.GetValue(json), output, error)
                : await CompareAsync(found, config, parsed.GetValue(diff)!, options, parsed.GetValue(json), output);
        });
        return command;
    }

    private static Task<DiscoveryResult> FindAsync(DiscoveryOptions options, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var driver = new NvmlDriver(new NvmlDriverOptions { ProcRoot = options.ProcPath }, time, NullLogger.Instance);
        return new ServerDiscovery(options, time).FindAsync(GpuPids.ReadAsync(driver, gpuBound, time), cancellationToken);
    }

    private static async Task<int> PrintAsync(DiscoveryResult found, bool asJson, TextWriter output, TextWriter error)
    {
        await output.WriteAsync(asJson ? DiscoverJson.Of(found) : DiscoverYaml.Of(found, DateTimeOffset.Now, Environment.MachineName));
        if (!asJson)
        {
            await error.WriteLineAsync(DiscoverYaml.Summary(found));
        }

        return ExitCode.Success;
    }

    private static async Task<int> CompareAsync(DiscoveryResult found, ExporterConfig config, string path, DiscoveryOptions options, bool asJson, TextWriter output)
    {
        var ports = new HostPorts(options.ProcPath);
        var difference = DiscoveryDifference.Between(config, found, ports.IsListening, ports.IsHere);
        await output.WriteAsync(asJson ? DiscoverJson.Of(difference) : DifferenceText.Of(difference, path));
        return difference.IsNone ? ExitCode.Success : ExitCode.Failure;
    }
}
