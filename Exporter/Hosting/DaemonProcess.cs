using System.Runtime.InteropServices;
using Exporter.Configuration;
using Exporter.Hosting.Logging;
using Exporter.Web;
using Microsoft.Extensions.Logging;

namespace Exporter.Hosting;

/// <summary>A daemon as a process: signals in, exit code out.</summary>
internal static class DaemonProcess
{
    /// <summary>The whole stop, every part's own bound included, takes no longer.</summary>
    private static readonly TimeSpan StopBound = TimeSpan.FromSeconds(10);

    /// <summary>Starts a daemon, does the work, stops it. SIGTERM and SIGINT end the work, SIGHUP reloads, SIGUSR1 releases the GPUs.</summary>
    /// <param name="error">Where mistakes of the configuration are told.</param>
    /// <param name="work">What to do while the daemon runs; its token fires when the process is asked to end.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(DaemonOptions options, TimeProvider time, TextWriter error, Func<Daemon, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var read = options.Source.Read();
        if (read.Value is not { } config)
        {
            await error.WriteAsync(ConfigReport.Format(read.Errors));
            return ExitCode.Usage;
        }

        using var loggers = LogSetup.Create(options.LogLevel, options.LogFormat, time);
        var logger = loggers.CreateLogger(typeof(DaemonProcess).FullName!);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var signals = new SignalSet(stop.Cancel);
        try
        {
            await using var daemon = new Daemon(options, config, time, loggers);
            signals.OnReload(daemon.RequestReload);
            signals.OnRelease(daemon.RequestGpuRelease);
            await daemon.StartAsync(stop.Token);
            await work(daemon, stop.Token);
            await StopAsync(daemon, time, logger);
            return ExitCode.Success;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Success;
        }
        catch (WebStartException refused)
        {
            Log.NotStarted(logger, refused.Message);
            return ExitCode.Failure;
        }
    }

    /// <summary>The work of a daemon that is to run for good: waits for the end.</summary>
    public static async Task UntilStoppedAsync(Daemon daemon, CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.Register(stopped.SetResult);
        await stopped.Task;
    }

    private static async Task StopAsync(Daemon daemon, TimeProvider time, ILogger logger)
    {
        try
        {
            await daemon.StopAsync().WaitAsync(StopBound, time);
            Log.Stopped(logger);
        }
        catch (TimeoutException)
        {
            Log.StopBoundHit(logger, StopBound);
        }
    }

    /// <summary>SIGTERM and SIGINT end, SIGHUP reloads, SIGUSR1 releases the GPUs; without handlers the process would end at each of them.</summary>
    private sealed class SignalSet : IDisposable
    {
        private readonly PosixSignalRegistration[] registrations;
        private Action reload = () => { };
        private Action release = () => { };

        /// <summary>.NET has no name for it; it takes the system's own number, which is 10 on every Linux this runs on.</summary>
        private const PosixSignal UserDefined1 = (PosixSignal)10;

        public SignalSet(Action stop)
        {
            IgnoredHangup.TakeBack();
            registrations =
            [
                PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handled(stop)),
                PosixSignalRegistration.Create(PosixSignal.SIGINT, Handled(stop)),
                PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handled(() => reload())),
                PosixSignalRegistration.Create(UserDefined1, Handled(() => release())),
            ];
        }

        public void OnReload(Action action) => reload = action;

        public void OnRelease(Action action) => release = action;

        public void Dispose() => Array.ForEach(registrations, r => r.Dispose());

        private static Action<PosixSignalContext> Handled(Action action) => context =>
        {
            context.Cancel = true;
            action();
        };
    }
}
