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

    private static readonly TimeSpan betweenReadings = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var file = new Option<string?>("--config.file") { Description = "Configuration file, for 'gpu.library'.", HelpName = "file" };
        var library = new Option<string?>("--gpu.library") { Description = "Path of libnvidia-ml.so.1; wins over the file; without it the usual places are searched.", HelpName = "file" };
        var compare = new Option<bool>("--compare-nvidia-smi") { Description = "Hold every reading against what 'nvidia-smi -q -x' says." };
        var program = new Option<string?>("--nvidia-smi") { Description = "Path of nvidia-smi.", HelpName = "file" };
        var json = new Option<bool>("--json") { Description = "Print the report as JSON." };
        var timeout = new Option<int>("--timeout")
        {
            Description = "Seconds that opening the driver, one reading of all cards and nvidia-smi may take each.",
            HelpName = "seconds",
            DefaultValueFactory = _ => 60,
        };
        timeout.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 600)
            {
                result.AddError("--timeout: must be 1 to 600");
            }
        });
        var command = new Command(
            "gpus",
            "Read every GPU once and show each reading, or why there is none. Exit code 0 when all were read (and are equal to nvidia-smi's), 1 when not, 2 when that could not be told.")
        {
            file, library, compare, program, json, timeout,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var config = new GpuConfig();
            if (parsed.GetValue(file) is { } path)
            {
                var read = ConfigFile.Read(path);
                if (read.Value is not { } whole)
                {
                    await error.WriteAsync(ConfigReport.Format(read.Errors, "no GPU was read"));
                    return ExitCode.Usage;
                }

                config = whole.Gpu;
            }

            var bound = TimeSpan.FromSeconds(parsed.GetValue(timeout));
            var options = new NvmlDriverOptions { LibraryPath = parsed.GetValue(library) ?? config.Library, Forced = config.Enabled == Toggle.On, Trace = new NvmlTrace(TimeProvider.System) };
            var smi = parsed.GetValue(compare) ? new SmiProgram(parsed.GetValue(program), bound) : null;
            return await RunAsync(options, smi, bound, parsed.GetValue(json) ? GpusJson.Of : GpusText.Of, output, error, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        NvmlDriverOptions options, SmiProgram? smi, TimeSpan bound, Func<GpusReport, string> format, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var inspection = new CardInspection(new NvmlDriver(options, time, NullLogger.Instance), bound, time);
        try
        {
            if (await inspection.OpenAsync() is { } why)
            {
                await error.WriteLineAsync($"No GPU can be read ({why.Reason}): {why.Words}");
                return CouldNotTell;
            }

            var report = await InspectAsync(inspection, options.Trace!, smi, time, cancellationToken);
            await output.WriteLineAsync(format(report).TrimEnd('\n'));
            return Judge(report, smi is not null);
        }
        catch (TimeoutException)
        {
            var hangs = options.Trace!.Open is { } call ? string.Create(CultureInfo.InvariantCulture, $" in {call.Function} of GPU {call.Gpu}") : "";
            await error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"The driver has not answered for {bound.TotalSeconds:0} s{hangs}: it hangs, or a card needs longer to wake (--timeout). Look for Xid messages in the kernel log."));
            return CouldNotTell;
        }
        finally
        {
            await inspection.CloseAsync();
        }
    }

    private static async Task<GpusReport> InspectAsync(CardInspection inspection, NvmlTrace trace, SmiProgram? smi, TimeProvider time, CancellationToken cancellationToken)
    {
        await inspection.BeginAsync();
        IReadOnlyList<CardParity>? parity = null;
        for (var round = 1; ; round++)
        {
            await Task.Delay(betweenReadings, time, cancellationToken);
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
