using Exporter.Scheduling;

namespace Exporter.Tests.Scheduling;

internal sealed class StaggerTests
{
    [Test]
    public void A_key_has_the_same_delay_on_every_machine_and_after_every_restart() =>
        Assert.That(Stagger.FirstDelay("qwen3-4b/chat", TimeSpan.FromSeconds(15)).TotalMilliseconds, Is.EqualTo(140.3857).Within(0.001));

    [Test]
    public void Delays_lie_within_the_interval_and_the_longest_delay([Values(0.1, 1, 15, 86400)] double seconds)
    {
        var interval = TimeSpan.FromSeconds(seconds);
        var delays = Enumerable.Range(0, 200).Select(i => Stagger.FirstDelay($"target-{i}/chat", interval)).ToList();

        Assert.That(delays, Has.All.InRange(TimeSpan.Zero, interval < Stagger.Longest ? interval : Stagger.Longest));
    }

    [Test]
    public void Similar_names_are_spread_over_the_whole_span()
    {
        var quarters = Enumerable.Range(0, 200)
            .GroupBy(i => (int)(Stagger.FirstDelay($"llm-{i}/chat", Stagger.Longest) / Stagger.Longest * 4))
            .ToDictionary(g => g.Key, g => g.Count());

        Assert.That(quarters.Keys, Is.EquivalentTo(new[] { 0, 1, 2, 3 }));
        Assert.That(quarters.Values, Has.All.GreaterThan(20));
    }
}
