using Exporter.Configuration;
using Exporter.Hosting.Systemd;
using Exporter.Web;
using Microsoft.Extensions.Logging;

namespace Exporter.Hosting;

/// <summary>Takes a new configuration over, one at a time: all of it or, where it has a mistake, nothing of it.</summary>
internal sealed class Reloader : IAsyncDisposable
{
    private readonly IConfigSource source;
    private readonly Func<ExporterConfig, Task> apply;
    private readonly ServiceManager services;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly SemaphoreSlim oneAtATime = new(1);
    private readonly CancellationTokenSource stopping = new();
    private ExporterConfig config;
    private ReloadState state;
    private bool isWhole = true;
    private Task requested = Task.CompletedTask;

    /// <param name="source">Where the configuration is read from.</param>
    /// <param name="initial">The configuration that the daemon starts with.</param>
    /// <param name="apply">Makes the daemon do what a configuration says.</param>
    public Reloader(IConfigSource source, ExporterConfig initial, Func<ExporterConfig, Task> apply, ServiceManager services, TimeProvider time, ILogger logger)
    {
        this.source = source;
        this.apply = apply;
        this.services = services;
        this.time = time;
        this.logger = logger;
        config = initial;
        state = new ReloadState(true, time.GetUtcNow(), ConfigDigest.Compute(initial));
    }

    /// <summary>The configuration in force.</summary>
    public ExporterConfig Config => Volatile.Read(ref config);

    /// <summary>How the last attempt ended.</summary>
    public ReloadState State => Volatile.Read(ref state);

    /// <summary>Starts a reload without waiting for it; the stop waits.</summary>
    public void Request(string cause) => requested = Task.WhenAll(requested, ReloadAsync(cause, stopping.Token));

    /// <param name="cause">Who asked, for the log.</param>
    public async Task<ReloadOutcome> ReloadAsync(string cause, CancellationToken cancellationToken)
    {
        await oneAtATime.WaitAsync(cancellationToken);
        services.Reloading();
        try
        {
            return await ReadAndApplyAsync(cause);
        }
#pragma warning disable CA1031 // Whatever a reload meets, the daemon goes on with what it has and says so.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Log.ReloadFailed(logger, bug);
            Volatile.Write(ref state, State with { Successful = false });
            await TakeBackAsync();
            return new ReloadOutcome(["The reload failed with an unexpected error; see the log."]);
        }
        finally
        {
            services.Ready("running");
            oneAtATime.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await requested.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
        oneAtATime.Dispose();
    }

    private async Task<ReloadOutcome> ReadAndApplyAsync(string cause)
    {
        var read = source.Read();
        if (read.Value is not { } next)
        {
            Refuse(read.Errors, cause);
            return new ReloadOutcome([.. read.Errors.Select(e => e.ToString())]);
        }

        var digest = ConfigDigest.Compute(next);
        if (digest == State.Digest && isWhole)
        {
            Log.ReloadUnchanged(logger, source.Name, cause);
        }
        else
        {
            SayWhatNeedsRestart(next);
            await ApplyAsync(next);
            Volatile.Write(ref config, next);
            Log.Reloaded(logger, source.Name, cause, digest, next.Targets.Count);
        }

        Volatile.Write(ref state, new ReloadState(true, time.GetUtcNow(), digest));
        return ReloadOutcome.Success;
    }

    private async Task ApplyAsync(ExporterConfig wanted)
    {
        isWhole = false;
        await apply(wanted);
        isWhole = true;
    }

    /// <summary>What was stopped for a configuration that then could not be applied goes on under the one in force.</summary>
    private async Task TakeBackAsync()
    {
        if (isWhole)
        {
            return;
        }

        try
        {
            await ApplyAsync(Config);
        }
#pragma warning disable CA1031 // Told like the first; the next reload applies its configuration whether it is another one or not.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Log.ReloadFailed(logger, bug);
        }
    }

    private void Refuse(IReadOnlyList<ConfigError> errors, string cause)
    {
        Log.ReloadRefused(logger, source.Name, errors.Count, cause);
        foreach (var mistake in errors)
        {
            Log.ConfigMistake(logger, mistake.ToString());
        }

        Volatile.Write(ref state, State with { Successful = false });
    }

    private void SayWhatNeedsRestart(ExporterConfig next)
    {
        var now = Config;
        (string Section, bool Changed)[] fixedSections =
        [
            ("listen", now.Listen != next.Listen),
            ("exposition", now.Exposition != next.Exposition),
            ("otlp", now.Otlp != next.Otlp),
        ];
        foreach (var (section, _) in fixedSections.Where(s => s.Changed))
        {
            Log.NeedsRestart(logger, section);
        }
    }
}
