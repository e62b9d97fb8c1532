using System.CommandLine;
using Exporter.Slo.Reports;

namespace Exporter.Commands;

/// <summary>The flags of <c>sla</c>, but for those of the Prometheus that is asked.</summary>
internal sealed class SlaFlags
{
    private readonly Option<string> window = new("--window")
    {
        Description = "Report on so many hours, days or weeks up to now, such as 30d.",
        HelpName = "span",
        DefaultValueFactory = static _ => "30d",
    };

    private readonly Option<string?> month = new("--month") { Description = "Report on a calendar month in UTC instead, such as 2026-10.", HelpName = "yyyy-mm" };

    private readonly Option<string> format = new("--format") { Description = "Shape of the report: table, json or markdown.", DefaultValueFactory = static _ => "table" };

    private readonly Option<string[]> files = new("--config.file")
    {
        Description = "Take the objectives from these configurations and count the exporter's own series; without it, what the generated rules recorded is reported.",
        HelpName = "file",
    };

    private readonly Option<string?> job = JobFlag.Create();

    public SlaFlags() => format.AcceptOnlyFromAmong("table", "json", "markdown");

    public void AddTo(Command command)
    {
        command.Add(window);
        command.Add(month);
        command.Add(format);
        command.Add(files);
        command.Add(job);
        command.Validators.Add(result =>
        {
            if (result.GetResult(month) is not null && result.GetResult(window) is { Implicit: false })
            {
                result.AddError("--window and --month exclude each other");
            }
        });
    }

    /// <summary>Null where the flag's text is no period that can be reported on.</summary>
    public ReportPeriod? Period(ParseResult parsed, DateTimeOffset now) =>
        parsed.GetValue(month) is { } name ? ReportPeriod.OfMonth(name, now) : ReportPeriod.OfWindow(parsed.GetRequiredValue(window), now);

    public string Format(ParseResult parsed) => parsed.GetRequiredValue(format);

    public string[] Files(ParseResult parsed) => parsed.GetValue(files) ?? [];

    public string? Job(ParseResult parsed) => parsed.GetValue(job);
}
