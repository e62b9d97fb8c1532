using System.CommandLine;
using Exporter.Configuration;
using Exporter.Hosting;
using Exporter.Slo.Rules;

namespace Exporter.Commands;

/// <summary><c>rules</c>: writes the recording rules and alerts of the objectives that a configuration states.</summary>
internal static class RulesCommand
{
    public static Command Create()
    {
        var files = new Option<string[]>("--config.file") { Description = "Configuration file; may be repeated for the exporters of several hosts.", HelpName = "file", Required = true };
        var folder = new Option<string?>("--out") { Description = "Folder to write to, as slo.NAME.yml for exporter.NAME.yaml; without it the rules are printed.", HelpName = "dir" };
        var job = JobFlag.Create();
        var runbooks = new Option<string?>("--runbooks") { Description = "Address under which alert-rules/runbooks is served, for the annotation 'runbook_url'.", HelpName = "url" };
        var command = new Command("rules", "Write the Prometheus rules of the objectives; exit code 2 when there is nothing to write.") { files, folder, job, runbooks };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new RuleOptions { Job = parsed.GetValue(job) };
            if (parsed.GetValue(runbooks) is { } address)
            {
                options = options with { RunbookBase = address.TrimEnd('/') + '/' };
            }

            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            return await RunAsync(parsed.GetRequiredValue(files), parsed.GetValue(folder), options, output, error, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(string[] paths, string? folder, RuleOptions options, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var read = paths.Select(static path => (Path: path, Result: ConfigFile.Read(path))).ToList();
        var mistakes = read.SelectMany(static f => f.Result.Errors).ToList();
        if (mistakes.Count > 0)
        {
            await error.WriteAsync(ConfigReport.Format(mistakes, "no rules were written"));
            return ExitCode.Usage;
        }

        var (targets, problems) = RuleSources.Merge(read.Select(static f => (f.Path, f.Result.Value!)));
        if (problems.Count > 0 || targets.Count == 0)
        {
            await error.WriteLineAsync(problems.Count > 0 ? string.Join(Environment.NewLine, problems) : "No target states objectives (slo); no rules were written.");
            return ExitCode.Usage;
        }

        var text = RuleFileWriter.Write(RuleFile.Of(targets, options));
        if (folder is null)
        {
            await output.WriteAsync(text);
            return ExitCode.Success;
        }

        return await WriteAsync(Path.Combine(folder, NameFor(paths)), text, output, error, cancellationToken);
    }

    /// <summary>Written beside and renamed, so that a Prometheus that reloads now reads the old file or the new one.</summary>
    private static async Task<int> WriteAsync(string path, string text, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path + ".new", text, cancellationToken);
            File.Move(path + ".new", path, overwrite: true);
            await output.WriteLineAsync(path);
            return ExitCode.Success;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"{path} cannot be written: {refused.Message}");
            return ExitCode.Failure;
        }
    }

    /// <summary><c>slo.demo.yml</c> for <c>exporter.demo.yaml</c>, <c>slo.yml</c> for <c>exporter.yaml</c> and for several files.</summary>
    private static string NameFor(string[] paths)
    {
        const string usual = "exporter";
        var name = paths.Length == 1 ? Path.GetFileNameWithoutExtension(paths[0]) : usual;
        var rest = name.StartsWith(usual, StringComparison.Ordinal) ? name[usual.Length..].TrimStart('.') : name;
        return rest.Length == 0 ? "slo.yml" : $"slo.{rest}.yml";
    }
}
