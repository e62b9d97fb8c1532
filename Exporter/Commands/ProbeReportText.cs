using System.Globalization;
using System.Text;
using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Probes.Metrics;

namespace Exporter.Commands;

/// <summary>A report as lines for a person.</summary>
internal static class ProbeReportText
{
    private const int LongestBody = 2000;
    private const int BarWidth = 40;

    /// <summary>The first line, which can be shown while the probe runs: a server that hangs takes its whole time-out.</summary>
    public static string Title(TargetConfig target, ProbeConfig probe) => $"{target.Name}/{probe.Name} ({ProbeTypeNames.NameOf(probe.Type)})\n";

    /// <summary>What follows the title.</summary>
    public static string Of(ProbeReport report)
    {
        var text = new StringBuilder();
        WriteExchanges(text, report.Exchanges);
        WritePhases(text, report.Result);
        WriteTokens(text, report.Result);
        WriteJudgements(text, report);
        Line(text, "");
        return text.ToString();
    }

    private static void WriteExchanges(StringBuilder text, IEnumerable<TranscriptEntry> exchanges)
    {
        foreach (var entry in exchanges)
        {
            var side = entry.IsAnswer ? '<' : '>';
            Line(text, "");
            Line(text, $"  {side} {Clean(entry.Line)}");
            foreach (var (name, value) in entry.Headers)
            {
                Line(text, $"  {side} {name}: {Clean(value)}");
            }

            foreach (var line in Shortened(entry.Body)?.Split('\n') ?? [])
            {
                Line(text, $"  {side}   {Clean(line)}");
            }
        }
    }

    private static string? Shortened(string? body) => body?.Length > LongestBody
        ? string.Create(CultureInfo.InvariantCulture, $"{body[..LongestBody]}… ({body.Length} characters)")
        : body;

    /// <summary>Each phase begins where the one before it ended.</summary>
    private static void WritePhases(StringBuilder text, ProbeResult result)
    {
        Line(text, "");
        var total = Math.Max(result.Duration.TotalMilliseconds, 0.001);
        var begin = 0.0;
        foreach (var (name, time, isFinished) in Phases(result))
        {
            var from = Math.Min((int)(begin / total * BarWidth), BarWidth - 1);
            var length = Math.Clamp((int)Math.Round(time.TotalMilliseconds / total * BarWidth), 1, BarWidth - from);
            Line(text, $"  {name,-11}{time.TotalMilliseconds,10:0.00} ms  {new string(' ', from)}{new string('#', length)}{(isFinished ? "" : "  not finished")}");
            begin += time.TotalMilliseconds;
        }

        // So that the column adds up.
        var between = result.Duration.TotalMilliseconds - begin;
        Line(text, $"  {"(exporter)",-11}{between,10:0.00} ms", when: between >= 0.005);
        Line(text, $"  {"total",-11}{result.Duration.TotalMilliseconds,10:0.00} ms");
    }

    private static void WriteTokens(StringBuilder text, ProbeResult result)
    {
        string?[] times =
        [
            Time("headers", result.TimeToHeaders),
            Time("first token", result.Stream?.TimeToFirstToken),
            Time("first output token", result.Stream?.TimeToFirstOutputToken),
            Time("last token", result.Stream?.TimeToLastToken),
            Time("per output token", result.Stream?.TimePerOutputToken),
            Time("largest gap", result.Stream?.MaxGap),
        ];
        Line(text, $"  times      {string.Join(", ", times.OfType<string>())}", when: times.Any(t => t is not null));
        if (result.Tokens is { } tokens)
        {
            string?[] counts = [Count(tokens.Input, "input"), Count(tokens.Output, "output"), Count(tokens.Cached, "cached")];
            var source = tokens.Source is TokenCountSource.Usage ? "as the server counts" : "chunks counted";
            Line(text, $"  tokens     {string.Join(", ", counts.OfType<string>())} ({source})");
        }

        Line(text, $"  queue      {result.QueueJoined} when it joined, {result.QueueLast} when last told (0 is next)", when: result.QueueJoined is not null);
        var server = PhaseMeasurements.Of(result.ServerDurations).Select(p => Time(p.Name, TimeSpan.FromSeconds(p.Seconds))).ToList();
        Line(text, $"  the server says {string.Join(", ", server)}", when: server.Count > 0);
        Line(text, $"  finish reason {Clean(result.FinishReason ?? "")}", when: result.FinishReason is not null);
        Line(text, $"  certificate valid until {result.CertificateExpiry:yyyy-MM-dd HH:mm} UTC", when: result.CertificateExpiry is not null);
    }

    private static void WriteJudgements(StringBuilder text, ProbeReport report)
    {
        Line(text, "", when: report.Judgements.Count > 0 || report.Case is not null);
        Line(text, $"  {report.Case}, the others are asked in turn by the daemon", when: report.Case is not null);
        foreach (var judgement in report.Judgements)
        {
            Line(text, judgement.Wrong is null ? $"  ok    {judgement.Check}" : $"  FAIL  {judgement.Check}: {Clean(judgement.Wrong)}");
        }

        var result = report.Result;
        Line(text, "");
        Line(text, result.ErrorType is { } error
            ? $"  {result.Outcome.Label()} ({error.Label()}): {result.Reason}"
            : result.IsSuccess ? "  success" : $"  skipped: {result.Reason}");
    }

    private static IEnumerable<(string Name, TimeSpan Time, bool IsFinished)> Phases(ProbeResult result)
    {
        foreach (var (name, time) in PhaseMeasurements.Known(result.Phases))
        {
            yield return (name, time, true);
        }

        if (result.Unfinished is { } phase)
        {
            yield return (phase.Name, phase.Duration, false);
        }
    }

    private static string? Time(string name, TimeSpan? time) =>
        time is { } known ? string.Create(CultureInfo.InvariantCulture, $"{name} {known.TotalMilliseconds:0.00} ms") : null;

    private static string? Count(long? count, string name) => count is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known} {name}") : null;

    /// <summary>What a server wrote must not move the cursor of a terminal.</summary>
    private static string Clean(string text) => string.Concat(text.Select(static c => char.IsControl(c) && c != '\t' ? ' ' : c));

    private static void Line(StringBuilder text, FormattableString line, bool when = true) => Line(text, line.ToString(CultureInfo.InvariantCulture), when);

    private static void Line(StringBuilder text, string line, bool when = true)
    {
        if (when)
        {
            text.Append(line.TrimEnd()).Append('\n');
        }
    }
}
