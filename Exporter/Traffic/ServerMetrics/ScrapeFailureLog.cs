using Exporter.Traffic.ServerMetrics.Text;
using Microsoft.Extensions.Logging;

namespace Exporter.Traffic.ServerMetrics;

/// <summary>Tells failing readings of one target when they start, change and end; a broken line once until all are whole again.</summary>
internal sealed class ScrapeFailureLog(string target, ILogger logger)
{
    private ScrapeFailureReason? failing;
    private string told = "";
    private bool toldBroken;

    public void Failed(ScrapeFailureReason reason, string detail)
    {
        // Of the details only the status is worth a line of its own: 501 is another matter than 503.
        var kind = reason == ScrapeFailureReason.HttpStatus ? detail : "";
        if (failing != reason || told != kind)
        {
            Log.MetricsUnreadable(logger, target, reason.Label(), detail);
        }

        (failing, told) = (reason, kind);
    }

    public void Succeeded(ServerExposition exposition)
    {
        if (failing is not null)
        {
            Log.MetricsReadable(logger, target);
            (failing, told) = (null, "");
        }

        if (exposition.BrokenLines > 0 && !toldBroken)
        {
            Log.MetricsBroken(logger, target, exposition.BrokenLines, exposition.FirstBroken, exposition.Problem);
        }

        toldBroken = exposition.BrokenLines > 0;
    }
}
