using System.CommandLine;
using System.Globalization;
using System.Text;
using Exporter.Demo;
using Exporter.Hosting;
using Exporter.Hosting.Logging;

namespace Exporter.Commands;

/// <summary><c>demo</c>: simulated GPUs and a built-in model server, probed over real HTTP by the real daemon.</summary>
internal static class DemoCommand
{
    /// <summary>How long <c>--once</c> waits until every probe has answered.</summary>
    private static readonly TimeSpan OnceBound = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var once = new Option<bool>("--once") { Description = "Print one exposition on standard output and exit." };
        var port = new Option<int>("--demo.port")
        {
            Description = "Port of the built-in model server on loopback; 0 takes a free one.",
            DefaultValueFactory = _ => new DemoServerOptions().Port,
        };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65535)
            {
                result.AddError("--demo.port: must be 0 to 65535");
            }
        });
        var flags = new DaemonFlags();
        var command = new Command("demo", "Run with two simulated GPUs and a built-in model server, to see what the daemon publishes.") { once, port };
        flags.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var server = new DemoServerOptions { Port = parsed.GetValue(port) };
            var configuration = parsed.InvocationConfiguration;
            return await RunAsync(flags, parsed, server, parsed.GetValue(once), configuration.Output, configuration.Error, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(DaemonFlags flags, ParseResult parsed, DemoServerOptions server, bool once, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var (level, format) = flags.Logging(parsed);
        using var loggers = LogSetup.Create(level, format, time);
        await using var models = new DemoModelServer(server, time, loggers);
        try
        {
            await models.StartAsync(cancellationToken);
        }
        catch (IOException taken)
        {
            await error.WriteLineAsync($"The demo's model server cannot start: {taken.Message} Choose another port with --demo.port.");
            return ExitCode.Failure;
        }

        var options = flags.Read(parsed, new EmbeddedConfigSource("(demo)", ConfigFor(models.BaseAddress)), autoReload: false);
        return await DaemonProcess.RunAsync(
            options,
            time,
            error,
            (daemon, stop) => once ? PrintOnceAsync(daemon, output, time, stop) : TellAsync(daemon, models, output, stop),
            cancellationToken);
    }

    /// <summary>The shipped config/exporter.demo.yaml, with the model server where it really listens.</summary>
    private static byte[] ConfigFor(Uri models)
    {
        using var resource = typeof(DemoCommand).Assembly.GetManifestResourceStream("exporter.demo.yaml")
            ?? throw new InvalidOperationException("The demo's configuration is not part of this build.");
        using var reader = new StreamReader(resource, Encoding.UTF8);
        var usual = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{new DemoServerOptions().Port}");
        return Encoding.UTF8.GetBytes(reader.ReadToEnd().Replace(usual, models.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal));
    }

    private static async Task PrintOnceAsync(Daemon daemon, TextWriter output, TimeProvider time, CancellationToken stop)
    {
        var started = time.GetTimestamp();
        while (!daemon.IsComplete && time.GetElapsedTime(started) < OnceBound)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), time, stop);
        }

        await output.WriteAsync(await daemon.ScrapeTextAsync(OnceBound, stop));
    }

    private static async Task TellAsync(Daemon daemon, DemoModelServer models, TextWriter output, CancellationToken stop)
    {
        var metrics = daemon.MetricsAddresses[0];
        await output.WriteLineAsync($"""

            The demo runs: two simulated GPUs, this host, and a model server at {models.BaseAddress} probed every few seconds.

              all metrics      curl -s {metrics}
              the three halves curl -s {metrics} | grep -E '^(hw_power_watts|probe_success|system_cpu_utilization_ratio)'
              break the model  curl -s -X POST -d '{"{"}"fault": "error"{"}"}' {models.BaseAddress}demo/faults
              mend it          curl -s -X POST -d '{"{"}"fault": "none"{"}"}' {models.BaseAddress}demo/faults
              other faults     slow, truncated, wrong_answer, hang, stream_error, loading, out_of_memory

            Ctrl+C ends it.
            """);
        await output.FlushAsync(stop);
        await DaemonProcess.UntilStoppedAsync(daemon, stop);
    }
}
