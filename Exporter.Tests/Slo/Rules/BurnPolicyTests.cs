using Exporter.Slo;
using Exporter.Slo.Rules;

namespace Exporter.Tests.Slo.Rules;

internal sealed class BurnPolicyTests
{
    [TestCase(0.995, "15s", "1h+5m>0.072 6h+30m>0.03", "1d+2h>0.015 3d+6h>0.005")]
    [TestCase(0.99, "15s", "1h+5m>0.144 6h+30m>0.06", "1d+2h>0.03 3d+6h>0.01")]
    [TestCase(0.999, "15s", "", "1d+2h>0.003 3d+6h>0.001")]
    [TestCase(0.9999, "15s", "", "1d+2h>0.0003 3d+6h>0.0001")]
    [TestCase(0.95, "15s", "30m+5m>0.3", "6h+30m>0.1 3d+6h>0.05")]
    [TestCase(0.5, "15s", "30m+5m>0.9", "6h+30m>0.7 3d+6h>0.5")]
    [TestCase(0.05, "15s", "30m+5m>0.99", "6h+30m>0.97 3d+6h>0.95")]
    public void Windows_and_thresholds_fit_the_budget(double ratio, string interval, string pages, string tickets) =>
        Check(ratio, interval, pages, tickets);

    [TestCase(0.995, "5m", "6h+30m>0.03", "1d+2h>0.015 3d+6h>0.005")]
    [TestCase(0.95, "5m", "2h+30m>0.3", "6h+30m>0.1 3d+6h>0.05")]
    [TestCase(0.995, "1h", "", "3d+6h>0.005")]
    [TestCase(0.95, "24h", "", "")]
    public void A_window_that_holds_fewer_than_four_probes_is_not_used(double ratio, string interval, string pages, string tickets) =>
        Check(ratio, interval, pages, tickets);

    [Test]
    public void A_model_that_got_worse_is_a_ticket()
    {
        var accuracy = new Objective(ObjectiveKind.Accuracy, 0.9, null);

        Assert.That(BurnPolicy.Pages(accuracy, TimeSpan.FromSeconds(15)), Is.Empty);
        Assert.That(Text(BurnPolicy.Tickets(accuracy, TimeSpan.FromSeconds(15))), Is.EqualTo("6h+30m>0.2 3d+6h>0.1"));
    }

    private static void Check(double ratio, string interval, string pages, string tickets)
    {
        var every = Exporter.Configuration.Scalars.Durations.Parse(interval);
        Assert.That(every.TryGet(out var time), Is.True);
        var objective = new Objective(ObjectiveKind.Availability, ratio, null);

        Assert.That(Text(BurnPolicy.Pages(objective, time)), Is.EqualTo(pages));
        Assert.That(Text(BurnPolicy.Tickets(objective, time)), Is.EqualTo(tickets));
    }

    private static string Text(IEnumerable<BurnCondition> conditions) =>
        string.Join(' ', conditions.Select(static c => $"{c.Long}+{c.Short}>{RecordingRules.Number(c.Threshold)}"));
}
