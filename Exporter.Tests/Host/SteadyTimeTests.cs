using Exporter.Host;

namespace Exporter.Tests.Host;

internal sealed class SteadyTimeTests
{
    [Test]
    public void A_clock_that_is_corrected_moves_no_start_time()
    {
        var steady = new SteadyTime();

        Assert.That(new double?[] { 1000, 1001, 1000, 999, 1004 }.Select(steady.Of), Has.All.EqualTo(1000));
    }

    [Test]
    public void A_clock_that_is_set_moves_it_once()
    {
        var steady = new SteadyTime();

        Assert.That(new double?[] { 1000, 5000, 5001, 5000 }.Select(steady.Of), Is.EqualTo(new double?[] { 1000, 5000, 5000, 5000 }));
    }

    [Test]
    public void What_cannot_be_read_is_not_known_and_forgets_nothing()
    {
        var steady = new SteadyTime();

        Assert.That(new double?[] { null, 1000, null, 1002 }.Select(steady.Of), Is.EqualTo(new double?[] { null, 1000, null, 1000 }));
    }
}
