using System.Text;
using Exporter.Host.Proc;

namespace Exporter.Tests.Host.Proc;

/// <summary>The files of a few numbers: pressure, load, uptime, events, limits, a process.</summary>
[TestFixture]
internal sealed class SmallFilesTests
{
    [Test]
    public void Pressure_is_in_seconds_and_full_may_be_missing()
    {
        Assert.That(Pressure.Parse("some avg10=1.00 avg60=2.00 avg300=3.00 total=2500000\nfull avg10=0.00 total=1500000\n"u8), Is.EqualTo(new Pressure(2.5, 1.5)));
        Assert.That(Pressure.Parse("some avg10=1.00 avg60=2.00 avg300=3.00 total=2500000\n"u8), Is.EqualTo(new Pressure(2.5, null)));
        Assert.That(Pressure.Parse("some avg10=1.00\n"u8), Is.Null);
        Assert.That(Pressure.Parse(""u8), Is.Null);
    }

    [Test]
    public void Load_needs_its_three_numbers()
    {
        Assert.That(LoadAverage.Parse("0.32 12.50 100.08 1/92 6990\n"u8), Is.EqualTo(new LoadAverage(0.32, 12.5, 100.08)));
        Assert.That(LoadAverage.Parse("0.32 12.50\n"u8), Is.Null);
        Assert.That(LoadAverage.Parse("NaN 1 1\n"u8), Is.Null);
        Assert.That(LoadAverage.Parse("Infinity 1 1\n"u8), Is.Null);
    }

    [Test]
    public void Uptime_is_its_first_number()
    {
        Assert.That(Uptime.Parse("750.11 1409.86\n"u8), Is.EqualTo(new Uptime(750.11)));
        Assert.That(Uptime.Parse("1\n"u8), Is.EqualTo(new Uptime(1)));
        Assert.That(Uptime.Parse("-1 2\n"u8), Is.Null);
        Assert.That(Uptime.Parse("\n"u8), Is.Null);
    }

    [Test]
    public void Events_that_a_kernel_does_not_count_are_null()
    {
        Assert.That(VmStat.Parse("pswpin 1\npswpout 2\noom_kill 3\n"u8), Is.EqualTo(new VmStat { SwappedInPages = 1, SwappedOutPages = 2, OomKills = 3 }));
        Assert.That(VmStat.Parse("pswpin 1\npswpout 2\n"u8)!.OomKills, Is.Null);
        Assert.That(VmStat.Parse("oom_killer 5\n"u8), Is.Null);
    }

    [TestCase("4711 (name) S 1 2 3 4 5 6 7 8 9 10 150 50 0 0 20 0 22 0 12345 1048576 99 1\n")]
    [TestCase("4711 (a (strange) name) S 1) R 1 2 3 4 5 6 7 8 9 10 150 50 0 0 20 0 22 0 12345 1048576 99\n")]
    public void The_name_of_a_process_may_hold_blanks_and_brackets(string text) =>
        Assert.That(ProcessStat.Parse(Encoding.UTF8.GetBytes(text)), Is.EqualTo(new ProcessStat(2, 12345, 1048576, 99)));

    [TestCase("")]
    [TestCase("4711 (name")]
    [TestCase("4711 (name) S 1 2 3\n")]
    [TestCase("4711 (name) S 1 2 3 4 5 6 7 8 9 10 150 50 0 0 20 0 22 0 12345 1048576 -1\n")]
    public void A_process_without_its_fields_is_null(string text) => Assert.That(ProcessStat.Parse(Encoding.UTF8.GetBytes(text)), Is.Null);

    [Test]
    public void The_limit_of_open_files_is_the_soft_one()
    {
        Assert.That(ProcessLimits.Parse("Limit Soft Hard\nMax processes  1 2\nMax open files            1024                 524288               files     \n"u8).OpenFiles, Is.EqualTo(1024));
        Assert.That(ProcessLimits.Parse("Max open files            unlimited            unlimited            files     \n"u8).OpenFiles, Is.Null);
        Assert.That(ProcessLimits.Parse(""u8).OpenFiles, Is.Null);
    }
}
