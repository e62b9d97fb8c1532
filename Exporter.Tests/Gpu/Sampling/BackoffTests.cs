using Exporter.Gpu.Sampling;

namespace Exporter.Tests.Gpu.Sampling;

internal sealed class BackoffTests
{
    [Test]
    public void Pauses_double_up_to_the_longest_and_begin_again_after_a_reset()
    {
        var pauses = new Backoff(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60));

        var growing = Enumerable.Range(0, 6).Select(_ => pauses.Next().TotalSeconds).ToList();
        pauses.Reset();

        Assert.That(growing, Is.EqualTo(new[] { 5.0, 10, 20, 40, 60, 60 }));
        Assert.That(pauses.Next().TotalSeconds, Is.EqualTo(5));
    }
}
