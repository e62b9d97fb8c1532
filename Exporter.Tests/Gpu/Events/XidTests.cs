using Exporter.Gpu.Events;
using Exporter.Tests.Support;

namespace Exporter.Tests.Gpu.Events;

internal sealed class XidTests
{
    private const string Address = "0000:3b:00.0";

    private readonly ManualTimeProvider clock = new();

    [TestCase("4,1,2,-;NVRM: Xid (PCI:0000:3b:00): 79, pid=1234, name=python, GPU has fallen off the bus.", "0000:3b:00", 79)]
    [TestCase("[ 12.3] NVRM: Xid (PCI:0000:3b:00): 13, Graphics Exception", "0000:3b:00", 13)]
    [TestCase("4,1,2,-;NVRM: Xid (PCI:0000:3b:00 GPU-I:05): 43, pid=1", "0000:3b:00", 43)]
    [TestCase("4,1,2,-;NVRM: Xid (PCI:0008:01:00.0): 48", "0008:01:00.0", 48)]
    public void A_line_of_the_driver_tells_gpu_and_code(string line, string address, int code) =>
        Assert.That(XidLine.Parse(line), Is.EqualTo((address, code)));

    [TestCase("")]
    [TestCase("6,1,2,-;usb 1-1: new device")]
    [TestCase("4,1,2,-;NVRM: Xid (PCI:0000:3b:00)")]
    [TestCase("4,1,2,-;NVRM: Xid (PCI:0000:3b:00): ")]
    [TestCase("4,1,2,-;NVRM: Xid (PCI:0000:3b:00): many")]
    [TestCase("4,1,2,-;NVRM: Xid (PCI:0000:3b:00): 99999999999")]
    [TestCase("4,1,2,-;NVRM: Xid (PCI:somewhere:else:x): 79")]
    [TestCase(" KEY=NVRM: Xid (PCI:0000:3b:00): 79")]
    public void Any_other_line_tells_nothing(string line) => Assert.That(XidLine.Parse(line), Is.Null);

    [Test]
    public void The_critical_codes_are_there_from_the_start()
    {
        var shown = new GpuXids(clock, new RecordingLogger()).Of(Address);

        Assert.That(shown.Select(xid => (xid.Severity, xid.Count, xid.LastTime)), Is.All.EqualTo(("critical", 0L, (double?)null)));
        Assert.That(shown.Select(xid => xid.Xid), Is.SupersetOf(new[] { "46", "48", "62", "64", "74", "79", "95", "109", "119", "120", "140", "144", "150", "158" }));
    }

    [TestCase(79, "critical")]
    [TestCase(94, "warning")]
    [TestCase(31, "application")]
    [TestCase(154, "application")]
    [TestCase(999, "unclassified")]
    public void A_code_has_the_severity_of_the_table(int code, string severity) =>
        Assert.That(XidCatalog.Label(XidCatalog.Severity(code)), Is.EqualTo(severity));

    [Test]
    public void Five_errors_told_of_by_both_are_five_in_whatever_order_the_reports_come()
    {
        var xids = new GpuXids(clock, new RecordingLogger());
        Report(XidSource.Driver, 3);
        Report(XidSource.KernelLog, 5);
        Report(XidSource.Driver, 2);

        Assert.That(Count(xids, "62"), Is.EqualTo(5));

        void Report(XidSource source, int times)
        {
            for (var i = 0; i < times; i++)
            {
                xids.Report(Address, 62, source);
            }
        }
    }

    [Test]
    public void The_same_error_later_is_another_one()
    {
        var xids = new GpuXids(clock, new RecordingLogger());
        xids.Report(Address, 62, XidSource.Driver);
        clock.Advance(TimeSpan.FromSeconds(16));
        xids.Report("00000000:3B:00.0", 62, XidSource.KernelLog);

        Assert.That(Count(xids, "62"), Is.EqualTo(2));
        Assert.That(xids.Of(Address).Single(xid => xid.Xid == "62").LastTime, Is.EqualTo(clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0));
    }

    [Test]
    public void Unknown_codes_without_end_share_one_series_and_none_is_dropped()
    {
        var xids = new GpuXids(clock, new RecordingLogger());
        for (var code = 1000; code < 2000; code++)
        {
            xids.Report(Address, code, XidSource.Driver);
        }

        var shown = xids.Of(Address);
        Assert.That(shown, Has.Count.LessThanOrEqualTo(GpuXids.MostCodes));
        Assert.That(shown.Sum(xid => xid.Count), Is.EqualTo(1000));
        Assert.That(shown.Single(xid => xid.Xid == "other").Severity, Is.EqualTo("unclassified"));
    }

    [Test]
    public void It_is_logged_when_it_comes_and_not_again_while_it_goes_on()
    {
        var log = new RecordingLogger();
        var xids = new GpuXids(clock, log);
        xids.Report(Address, 79, XidSource.Driver);
        xids.Report(Address, 79, XidSource.Driver);

        Assert.That(log.Entries.Select(entry => entry.Message), Is.EqualTo(new[] { "The GPU at 0000:3b:00 reported Xid 79 (critical). Drain the host and reboot it; if it comes again, reseat the card and look at its power before it is replaced." }));
    }

    private static long? Count(GpuXids xids, string code) => xids.Of(Address).Single(xid => xid.Xid == code).Count;
}
