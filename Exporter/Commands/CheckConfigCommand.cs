using System.CommandLine;
using System.Globalization;
using Exporter.Configuration;
using Exporter.Hosting;

namespace Exporter.Commands;

/// <summary><c>check-config</c>: reads a configuration as the daemon would and says every mistake of it.</summary>
internal static class CheckConfigCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "Configuration file to check." };
        var command = new Command("check-config", "Check a configuration file; exit code 0 when it is valid, 2 when not.") { file };
        command.SetAction(async (parsed, _) =>
            await CheckAsync(parsed.GetRequiredValue(file), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return command;
    }

    private static async Task<int> CheckAsync(string path, TextWriter output, TextWriter error)
    {
        var result = ConfigFile.Read(path);
        if (result.Value is not { } config)
        {
            await error.WriteAsync(ConfigReport.Format(result.Errors, "the file is not valid"));
            return ExitCode.Usage;
        }

        var probes = config.Targets.Sum(t => t.Probes.Count);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{path}: valid; {config.Targets.Count} targets, {probes} probes, digest {ConfigDigest.Compute(config)}"));
        return 0;
    }
}
