using Exporter.Tests.Support;
using Exporter.Web.Connections;

namespace Exporter.Tests.Web.Connections;

internal sealed class ConnectionBudgetTests
{
    private const string Before = "Limit                     Soft Limit           Hard Limit           Units     \nMax core file size        0                    unlimited            bytes     \n";

    private readonly ManualTimeProvider clock = new();

    [TestCase("200", 50, 180)]
    [TestCase("1024", 256, 922)]
    [TestCase("1048576", 512, 1048448, Description = "More connections than anyone needs are only a way to be hurt.")]
    [TestCase("unlimited", 512, int.MaxValue - 128)]
    [TestCase("20", 8, 0, Description = "Fewer would keep scraper, probe and operator out.")]
    [TestCase("9223372036854775807", 512, int.MaxValue - 128)]
    public void Connections_get_a_quarter_of_the_soft_limit_within_bounds_and_a_reserve_is_kept(string soft, int capacity, int usable)
    {
        var budget = ConnectionBudget.Under(Before + $"Max open files            {soft,-20} 1048576              files     \n", null, () => 0, clock);

        Assert.That(budget.Capacity, Is.EqualTo(capacity));
        Assert.That(budget.Usable, Is.EqualTo(usable));
    }

    [TestCase("")]
    [TestCase("Max open files")]
    [TestCase("Max open files            many                 1048576              files     \n")]
    public void An_unreadable_limit_counts_as_the_common_1024(string limits) =>
        Assert.That(ConnectionBudget.Under(limits, null, () => 0, clock).Capacity, Is.EqualTo(256));

    [Test]
    public void A_configured_capacity_wins() =>
        Assert.That(ConnectionBudget.OfThisProcess(3, clock).Capacity, Is.EqualTo(3));

    [Test]
    public void The_limit_of_this_process_is_read() =>
        Assert.That(ConnectionBudget.OfThisProcess(null, clock).Capacity, Is.InRange(8, 512));

    [TestCase(100, 0, 50, Description = "Enough is free for all.")]
    [TestCase(160, 0, 20, Description = "180 may be in use, others use 160.")]
    [TestCase(180, 20, 20, Description = "20 of the 180 are connections.")]
    [TestCase(190, 20, 10, Description = "Ten too many are in use: ten connections have to go.")]
    [TestCase(199, 3, 4, Description = "A few are always let in.")]
    public void Connections_have_what_the_others_leave(int inUse, int open, int allowed) =>
        Assert.That(new ConnectionBudget(50, usable: 180, () => inUse, clock).Allowed(open), Is.EqualTo(allowed));

    [Test]
    public void Where_descriptors_cannot_be_counted_the_capacity_alone_holds() =>
        Assert.That(new ConnectionBudget(50, usable: 180, () => null, clock).Allowed(10), Is.EqualTo(50));

    [Test]
    public void Descriptors_are_counted_once_a_second()
    {
        var counts = 0;
        var budget = new ConnectionBudget(50, usable: 180, () => 150 + (10 * counts++), clock);

        Assert.That(budget.Allowed(0), Is.EqualTo(30));
        Assert.That(budget.Allowed(25), Is.EqualTo(30), "connections that came since do not count as others");
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(budget.Allowed(0), Is.EqualTo(20));
        Assert.That(counts, Is.EqualTo(2));
    }
}
