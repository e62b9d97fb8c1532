using System.CommandLine;
using System.Globalization;
using Exporter.Commands.Gpus;
using Exporter.Commands.Gpus.Parity;
using Exporter.Commands.Gpus.Smi;
using Exporter.Configuration;
using Exporter.Hosting;
using Exporter.Nvml;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporter.Commands;

/// <summary><c>gpus</c>: reads every card for a person, and holds the readings against nvidia-smi's.</summary>
internal static class GpusCommand
{
    /// <summary>The driver could not be read or nvidia-smi not be had.</summary>
    private const int CouldNotTell = ExitCode.Usage;

    /// <summary>A value that moves is given this many chances.</summary>
    private const int MostRounds = 3;

    public static Command Create()
    {
        var flags = new GpusFlags();
        var command = new Command(
            "gpus",
            "Read every GPU once and show each reading, or why there is none. Exit code 0 when all were read (and are equal to nvidia-smi's), 1 when not, 2 when that could not be told.");
        flags.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var read = flags.ReadConfig(parsed);
            if (read.Value is not { } config)
            {
                await error.WriteAsync(ConfigReport.Format(read.Errors, "no GPU was read"));
                return ExitCode.Usage;
            }

            var time = TimeProvider.System;
            var trace = new NvmlTrace(time);
            var options = new NvmlDriverOptions { LibraryPath = flags.Library(parsed) ?? config.Gpu.Library, Forced = config.Gpu.Enabled == Toggle.On, Trace = trace };
            var inspection = new CardInspection(new NvmlDriver(options, time, NullLogger.Instance), flags.Timeout(parsed), time);
            return await RunAsync(inspection, trace, flags.NvidiaSmi(parsed), flags.Interval(parsed), flags.IsJson(parsed) ? GpusJson.Of : GpusText.Of, output, error, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        CardInspection inspection, NvmlTrace trace, SmiProgram? smi, TimeSpan interval, Func<GpusReport, string> format, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            if (await inspection.OpenAsync() is { } why)
            {
                await error.WriteLineAsync($"No GPU can be read ({why.Reason}): {why.Words}");
                return CouldNotTell;
            }

            var report = await InspectAsync(inspection, trace, smi, interval, cancellationToken);
            await output.WriteLineAsync(format(report).TrimEnd('\n'));
            return Judge(report, smi is not null);
        }
        catch (TimeoutException)
        {
            var hangs = trace.Open is { } call ? string.Create(CultureInfo.InvariantCulture, $" in {call.Function} of GPU {call.Gpu}") : "";
            await error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"The driver has not answered for {inspection.Bound.TotalSeconds:0} s{hangs}: it hangs, or a card needs longer to wake (--timeout). Look for Xid messages in the kernel log."));
            return CouldNotTell;
        }
        finally
        {
            await inspection.CloseAsync();
        }
    }

    private static async Task<GpusReport> InspectAsync(CardInspection inspection, NvmlTrace trace, SmiProgram? smi, TimeSpan interval, CancellationToken cancellationToken)
    {
        await inspection.BeginAsync();
        IReadOnlyList<CardParity>? parity = null;
        for (var round = 1; ; round++)
        {
            await Task.Delay(interval, TimeProvider.System, cancellationToken);
            var answer = smi is null ? null : await smi.AskAsync(cancellationToken);
            var cards = await inspection.EndAsync();
            if (answer?.Report is { } said)
            {
                var now = CardParity.Compare(cards, said);
                parity = parity is null || parity.Count != now.Count ? now : [.. now.Zip(parity, (one, earlier) => one.OrBetter(earlier))];
            }

            if (parity is null || round == MostRounds || parity.All(card => card.Holds))
            {
                return new GpusReport(inspection.Description, cards, trace.Calls, parity, answer?.Problem);
            }
        }
    }

    private static int Judge(GpusReport report, bool isCompared)
    {
        var areRead = report.Cards.All(card => card.Failure is null);
        return !isCompared ? areRead ? ExitCode.Success : ExitCode.Failure
            : report.Parity is null || !areRead ? CouldNotTell
            : report.Parity.All(card => card.Holds) ? ExitCode.Success : ExitCode.Failure;
    }
}
