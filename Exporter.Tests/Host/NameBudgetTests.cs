using Exporter.Host;

namespace Exporter.Tests.Host;

[TestFixture]
internal sealed class NameBudgetTests
{
    [Test]
    public void The_first_names_stay_admitted_and_later_ones_never_are()
    {
        var budget = new NameBudget(2);
        Assert.That(new[] { "a", "b", "a" }.Select(budget.Admits), Is.All.True);
        Assert.That(budget.IsExceeded, Is.False);
        Assert.That(budget.Admits("c"), Is.False);
        Assert.That(budget.IsExceeded, Is.True);
        Assert.That(budget.Admits("b"), Is.True);
    }
}
