using Exporter.Host.Proc;

namespace Exporter.Tests.Host.Proc;

[TestFixture]
internal sealed class CpuStatTests
{
    [Test]
    public void Every_mode_is_in_seconds_and_guests_are_not_counted_twice()
    {
        var stat = CpuStat.Parse("cpu  1000 200 300 40000 500 60 70 80 900 100\ncpu0 1 1 1 1 1 1 1 1 1 1\nbtime 1700000000\n"u8);
        Assert.That(stat, Is.EqualTo(new CpuStat(
            new CpuTimes { UserSeconds = 10, NiceSeconds = 2, SystemSeconds = 3, IdleSeconds = 400, IoWaitSeconds = 5, InterruptSeconds = 0.6 + 0.7, StealSeconds = 0.8 },
            1,
            1700000000)));
        Assert.That(stat!.Times.TotalSeconds, Is.EqualTo(422.1).Within(1e-9), "900 and 100 ticks of guests are part of user and nice already");
    }

    [TestCase("", TestName = "nothing")]
    [TestCase("cpu0 1 2 3 4\n", TestName = "no line of all CPUs")]
    [TestCase("cpu  1 2 3\n", TestName = "too few fields")]
    [TestCase("cpu  1 2 x 4\n", TestName = "no number")]
    [TestCase("cpu  1 2 -3 4\n", TestName = "a negative number")]
    [TestCase("cpu  1 2 99999999999999999999999 4\n", TestName = "a number beyond 64 bits")]
    public void What_is_not_whole_is_null(string text) => Assert.That(CpuStat.Parse(System.Text.Encoding.UTF8.GetBytes(text)), Is.Null);

    [Test]
    public void Old_kernels_have_fewer_modes()
    {
        var stat = CpuStat.Parse("cpu 100 0 100 100"u8);
        Assert.That(stat!.Times, Is.EqualTo(new CpuTimes { UserSeconds = 1, SystemSeconds = 1, IdleSeconds = 1 }));
        Assert.That(stat.BootTimeSeconds, Is.Null);
    }

    [Test]
    public void Only_online_CPUs_are_counted()
    {
        var stat = CpuStat.Parse("cpu 1 2 3 4\ncpu0 1 2 3 4\ncpu7 1 2 3 4\ncpufreq 1\ncpu 5\n"u8);
        Assert.That(stat, Is.Null, "a second, broken line of all CPUs is not trusted");
        stat = CpuStat.Parse("cpu 1 2 3 4\ncpu0 1 2 3 4\ncpu7 1 2 3 4\ncpufreq 1\n"u8);
        Assert.That(stat!.LogicalCount, Is.EqualTo(2));
    }
}
