using Exporter.Tests.Support;
using Exporter.Web;

namespace Exporter.Tests.Web;

internal sealed class RepeatedEventTests
{
    [Test]
    public void It_is_told_at_once_and_then_once_an_interval_with_the_number_in_between()
    {
        var clock = new ManualTimeProvider();
        var repeated = new RepeatedEvent(TimeSpan.FromMinutes(1), clock);

        Assert.That(repeated.ShouldTell(out var first), Is.True);
        Assert.That(first, Is.EqualTo(1));
        for (var i = 0; i < 10; i++)
        {
            Assert.That(repeated.ShouldTell(out var silent), Is.False);
            Assert.That(silent, Is.Zero);
        }

        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(repeated.ShouldTell(out var later), Is.True);
        Assert.That(later, Is.EqualTo(11));
    }
}
