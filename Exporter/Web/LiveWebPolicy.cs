using Exporter.Configuration.Web;
using Microsoft.Extensions.Logging;

namespace Exporter.Web;

/// <summary>
/// The web policy in force. Whoever asks for it causes a look at the files, at most once an interval; what changed is loaded
/// before the answer, so the first request after an interval is judged by the new files. A bad change keeps the policy before.
/// </summary>
internal sealed class LiveWebPolicy : IDisposable
{
    private readonly WebPolicyLoader? loader;
    private readonly string path = "";
    private readonly TimeSpan interval;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Lock loading = new();
    private WebPolicy current;
    private UInt128 fingerprint;
    private string? refusal;
    private long looked;

    /// <exception cref="WebStartException">The web configuration or one of its files is wrong; every mistake is a line.</exception>
    public LiveWebPolicy(WebServerOptions options, ILogger logger)
    {
        interval = options.Limits.FileCheckInterval;
        time = options.Time;
        this.logger = logger;
        looked = time.GetTimestamp();
        if (options.WebConfig is not { } source)
        {
            current = new WebPolicy { Config = new WebConfig() };
            return;
        }

        path = source.Path;
        loader = new WebPolicyLoader(source, time);
        current = loader.Load(null, out var errors, out fingerprint)
            ?? throw new WebStartException(string.Join('\n', errors));
        Warn(current);
    }

    public WebPolicy Current
    {
        get
        {
            if (loader is not null && time.GetElapsedTime(Interlocked.Read(ref looked)) >= interval)
            {
                Look(loader);
            }

            return Volatile.Read(ref current);
        }
    }

    public void Dispose() => loader?.Dispose();

    private void Look(WebPolicyLoader files)
    {
        // One request looks, the others go on with what is in force.
        if (!loading.TryEnter())
        {
            return;
        }

        try
        {
            Interlocked.Exchange(ref looked, time.GetTimestamp());

            // A refused state is tried again at every look: what was missing may stand in a file that nobody could name yet.
            if (files.Fingerprint() == fingerprint && refusal is null)
            {
                return;
            }

            var changed = files.Load(current, out var errors, out fingerprint);
            Tell(errors);
            if (changed is not null)
            {
                Volatile.Write(ref current, changed);
                Log.WebConfigReloaded(logger, path);
                Warn(changed);
            }
        }
        finally
        {
            loading.Exit();
        }
    }

    private void Warn(WebPolicy policy)
    {
        foreach (var warning in policy.Warnings)
        {
            Log.WebConfigWarning(logger, warning);
        }
    }

    /// <summary>A refusal is a line when it begins and when its reason changes, not at every look.</summary>
    private void Tell(IReadOnlyList<string> errors)
    {
        var now = errors.Count > 0 ? string.Join("; ", errors) : null;
        if (now is not null && now != refusal)
        {
            Log.WebConfigRefused(logger, path, now);
        }

        refusal = now;
    }
}
