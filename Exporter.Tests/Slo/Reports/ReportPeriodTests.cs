using Exporter.Slo.Reports;

namespace Exporter.Tests.Slo.Reports;

internal sealed class ReportPeriodTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 14, 0, 0, TimeSpan.FromHours(2));

    [TestCase("30d", 30 * 24)]
    [TestCase("1h", 1)]
    [TestCase("4w", 28 * 24)]
    [TestCase("400d", 400 * 24)]
    public void A_window_reaches_to_now(string text, int hours)
    {
        var period = ReportPeriod.OfWindow(text, Now)!;

        Assert.That(period.End, Is.EqualTo(Now).And.Property(nameof(DateTimeOffset.Offset)).EqualTo(TimeSpan.Zero));
        Assert.That(period.Length, Is.EqualTo(TimeSpan.FromHours(hours)));
        Assert.That(period.IsNow, Is.True);
    }

    [TestCase("")]
    [TestCase("d")]
    [TestCase("30")]
    [TestCase("30m")]
    [TestCase("-1d")]
    [TestCase("0h")]
    [TestCase("401d")]
    [TestCase("99999999999d")]
    [TestCase("1.5d")]
    public void What_is_no_window_is_refused(string text) => Assert.That(ReportPeriod.OfWindow(text, Now), Is.Null);

    [Test]
    public void A_month_that_is_over_is_whole_and_one_that_is_not_reaches_to_now()
    {
        var october = ReportPeriod.OfMonth("2026-10", Now)!;
        var november = ReportPeriod.OfMonth("2026-11", Now)!;

        Assert.That((october.Length, october.IsNow), Is.EqualTo((TimeSpan.FromDays(31), false)));
        Assert.That((november.Start, november.End, november.IsNow), Is.EqualTo((new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), Now, true)));
    }

    [TestCase("2026-12")]
    [TestCase("2026-13")]
    [TestCase("10-2026")]
    [TestCase("2026")]
    public void What_is_no_month_or_has_not_begun_is_refused(string text) => Assert.That(ReportPeriod.OfMonth(text, Now), Is.Null);
}
