using Exporter.Configuration;
using Exporter.Configuration.Slo;
using Exporter.Slo;

namespace Exporter.Tests.Slo;

internal sealed class BucketGridTests
{
    private static readonly SloConfig Custom = new()
    {
        Probe = "chat",
        Latency = new ValueList<LatencyObjective>([new(TimeSpan.FromSeconds(3), 0.95), new(TimeSpan.FromSeconds(4), 0.99)]),
        TimeToFirstToken = new ValueList<LatencyObjective>([new(TimeSpan.FromMilliseconds(800), 0.95)]),
    };

    [Test]
    public void The_grid_holds_every_threshold_of_the_presets() =>
        Assert.That(BucketGrid.RequestDuration(null, "chat"), Is.SupersetOf(new[] { 1.0, 3.0, 5.0 }));

    [Test]
    public void A_custom_threshold_becomes_one_more_boundary_in_order()
    {
        var boundaries = BucketGrid.RequestDuration(Custom, "chat");

        Assert.That(boundaries, Has.Member(4.0).And.Ordered.And.Unique);
        Assert.That(boundaries, Has.Length.EqualTo(BucketGrid.RequestDuration(null, "chat").Length + 1), "3 s is of the grid already");
        Assert.That(BucketGrid.TimeToFirstToken(Custom, "chat"), Has.Member(0.8).And.Ordered);
    }

    [Test]
    public void A_probe_whose_answers_do_not_count_keeps_the_grid() =>
        Assert.That(BucketGrid.RequestDuration(Custom, "health"), Is.EqualTo(BucketGrid.RequestDuration(null, "health")));
}
