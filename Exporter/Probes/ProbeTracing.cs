using System.Diagnostics;

namespace Exporter.Probes;

/// <summary>
/// Gives each probe a trace of its own. The trace id goes out with the request and comes back as the exemplar of the
/// histograms, so that a slow probe can be looked up in the server's own traces.
/// </summary>
/// <remarks>Without a listener a source makes no activities; this one brings its own, so that no tracing set-up is needed.</remarks>
internal sealed class ProbeTracing : IDisposable
{
    public const string SourceName = "modelhost_exporter.probe";

    private readonly ActivitySource source = new(SourceName);
    private readonly ActivityListener listener;

    public ProbeTracing()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = candidate => ReferenceEquals(candidate, source),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
    }

    /// <summary>Starts the trace of one probe. It becomes <see cref="Activity.Current"/> of the calling flow.</summary>
    public Activity? Start(string target, string probe)
    {
        // A loop started while a web request was handled has inherited that request's trace; a probe is never part of it.
        Activity.Current = null;
        var activity = source.StartActivity("probe", ActivityKind.Client);
        activity?.SetTag("modelhost.target", target);
        activity?.SetTag("modelhost.probe", probe);
        return activity;
    }

    /// <summary>Writes how the probe ended into its trace.</summary>
    public static void Finish(Activity? activity, ProbeResult result)
    {
        if (result.ErrorType is { } error)
        {
            activity?.SetTag("error.type", error.Label());
            activity?.SetStatus(ActivityStatusCode.Error, result.Reason);
        }
    }

    public void Dispose()
    {
        listener.Dispose();
        source.Dispose();
    }
}
