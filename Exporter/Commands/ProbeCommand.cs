using System.CommandLine;
using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Hosting;

namespace Exporter.Commands;

/// <summary><c>probe</c>: asks now what a running daemon asks at its ticks, and shows everything about it.</summary>
internal static class ProbeCommand
{
    public static Command Create()
    {
        var which = new Argument<string>("target[/probe]") { Description = "Target to probe, as named in the configuration; with a slash, one probe of it." };
        var file = new Option<string>("--config.file") { Description = "Configuration file.", HelpName = "file", Required = true };
        var json = new Option<bool>("--json") { Description = "Print the results as JSON." };
        var record = new Option<bool>("--record-baseline") { Description = "Ask all cases of the probes and write the answers' references to their quality.baseline_file." };
        var force = new Option<bool>("--force") { Description = "With --record-baseline: replace a file that is there." };
        var command = new Command("probe", "Run the probes of a target once and show what was asked, answered and judged; exit code 0 when all succeed, 1 when one fails.") { which, file, json, record, force };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var read = ConfigFile.Read(parsed.GetRequiredValue(file), ignoreBaselines: parsed.GetValue(record));
            if (read.Value is not { } config)
            {
                await error.WriteAsync(ConfigReport.Format(read.Errors, "nothing was probed"));
                return ExitCode.Usage;
            }

            var (target, probes, problem) = Find(config, parsed.GetRequiredValue(which));
            if (target is null)
            {
                await error.WriteLineAsync(problem);
                return ExitCode.Usage;
            }

            return parsed.GetValue(record)
                ? await BaselineRecording.RunAsync(parsed.GetRequiredValue(which), target, probes, parsed.GetValue(force), parsed.GetValue(json), output, error, cancellationToken)
                : await RunAsync(target, probes, parsed.GetValue(json), output, cancellationToken);
        });
        return command;
    }

    private static (TargetConfig? Target, IReadOnlyList<ProbeConfig> Probes, string? Problem) Find(ExporterConfig config, string which)
    {
        // Neither name can hold a slash.
        var names = which.Split('/', 2);
        if (config.Targets.FirstOrDefault(t => t.Name == names[0]) is not { } target)
        {
            return (null, [], $"There is no target '{names[0]}'; the file has: {List(config.Targets.Select(t => t.Name))}.");
        }

        var probes = names.Length == 1 ? target.Probes : new ValueList<ProbeConfig>(target.Probes.Where(p => p.Name == names[1]));
        return probes.Count > 0
            ? (target, probes, null)
            : (null, [], $"There is no {(names.Length == 1 ? "probe" : $"probe '{names[1]}'")} in target '{target.Name}'; it has: {List(target.Probes.Select(p => p.Name))}.");
    }

    private static string List(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? list : "none";

    private static async Task<int> RunAsync(TargetConfig target, IReadOnlyList<ProbeConfig> probes, bool asJson, TextWriter output, CancellationToken cancellationToken)
    {
        var reports = new List<ProbeReport>();
        foreach (var config in probes)
        {
            if (!asJson)
            {
                await output.WriteAsync(ProbeReportText.Title(target, config));
                await output.FlushAsync(cancellationToken);
            }

            var report = await ProbeReport.OfAsync(target, config, TimeProvider.System, cancellationToken);
            reports.Add(report);
            if (!asJson)
            {
                await output.WriteAsync(ProbeReportText.Of(report));
            }
        }

        if (asJson)
        {
            await output.WriteLineAsync(ProbeReportJson.Of(reports));
        }

        // What was not asked on purpose, such as a model that is not loaded, has not failed.
        return reports.TrueForAll(r => r.Result.ErrorType is null) ? ExitCode.Success : ExitCode.Failure;
    }
}
