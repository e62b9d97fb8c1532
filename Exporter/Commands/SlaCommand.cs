using System.CommandLine;
using Exporter.Configuration;
using Exporter.Hosting;
using Exporter.Slo;
using Exporter.Slo.Reports;
using Exporter.Slo.Rules;

namespace Exporter.Commands;

/// <summary><c>sla</c>: asks a Prometheus what was kept of what was promised.</summary>
internal static class SlaCommand
{
    /// <summary>Exit codes: the usual ones mean the same here.</summary>
    private const int Met = ExitCode.Success;
    private const int Violated = ExitCode.Failure;
    private const int CannotTell = ExitCode.Usage;

    public static Command Create()
    {
        var (flags, server) = (new SlaFlags(), new PrometheusFlags());
        var command = new Command("sla", "Report on the objectives from a Prometheus; exit code 0 when all were met, 1 when one was violated, 2 when it cannot be told.");
        flags.AddTo(command);
        server.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, flags, server, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, SlaFlags flags, PrometheusFlags server, CancellationToken cancellationToken)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        if (flags.Period(parsed, TimeProvider.System.GetUtcNow()) is not { } period)
        {
            return await FailAsync("--window takes 1h to 400d, such as 12h, 30d or 4w; --month takes a month that has begun, such as 2026-10.", error);
        }

        var (configured, mistakes) = Objectives(flags.Files(parsed));
        if (mistakes is not null)
        {
            await error.WriteAsync(mistakes);
            return CannotTell;
        }

        var (client, problem) = server.Open(parsed);
        using (client)
        {
            var reader = client is null ? null : new ComplianceReader(new PrometheusApi(client, server.Server(parsed)), period, flags.Job(parsed));
            var (report, refused) = reader is null ? (null, problem) : await reader.ReadAsync(configured, cancellationToken);
            return report is null ? await FailAsync(refused!, error) : await PrintAsync(report, flags.Format(parsed), output, error);
        }
    }

    /// <summary>Null objectives where no file was given.</summary>
    private static (IReadOnlyList<TargetObjectives>? Configured, string? Mistakes) Objectives(string[] paths)
    {
        if (paths.Length == 0)
        {
            return (null, null);
        }

        var read = paths.Select(static path => (Path: path, Result: ConfigFile.Read(path))).ToList();
        var mistakes = read.SelectMany(static f => f.Result.Errors).ToList();
        if (mistakes.Count > 0)
        {
            return (null, ConfigReport.Format(mistakes, "nothing was asked"));
        }

        var (targets, problems) = RuleSources.Merge(read.Select(static f => (f.Path, f.Result.Value!)));
        return problems.Count > 0 ? (null, string.Join(Environment.NewLine, problems) + Environment.NewLine)
            : targets.Count == 0 ? (null, "No target states objectives (slo)." + Environment.NewLine)
            : (targets, null);
    }

    private static async Task<int> FailAsync(string problem, TextWriter error)
    {
        await error.WriteLineAsync(problem);
        return CannotTell;
    }

    private static async Task<int> PrintAsync(ComplianceReport report, string format, TextWriter output, TextWriter error)
    {
        foreach (var warning in report.Warnings)
        {
            await error.WriteLineAsync($"Prometheus warns: {warning}");
        }

        await output.WriteAsync(format switch
        {
            "json" => ReportJson.Of(report),
            "markdown" => ReportText.Markdown(report),
            _ => ReportText.Table(report),
        });
        if (report.Rows.Count == 0)
        {
            await error.WriteLineAsync("No rules of objectives have recorded anything in this time. Load what 'modelhost-exporter rules' writes, or give --config.file.");
        }

        return report.Verdict switch { Verdict.Met => Met, Verdict.Violated => Violated, _ => CannotTell };
    }
}
