using Exporter.Host.Proc;

namespace Exporter.Tests.Host.Proc;

[TestFixture]
internal sealed class MemoryInfoTests
{
    [Test]
    public void The_states_add_up_to_the_total()
    {
        var memory = MemoryInfo.Parse("MemTotal: 1000 kB\nMemFree: 100 kB\nMemAvailable: 600 kB\nBuffers: 50 kB\nCached: 400 kB\nSwapCached: 9 kB\nSReclaimable: 50 kB\n"u8)!;
        Assert.That(memory.UsedBytes, Is.EqualTo(400 * 1024));
        Assert.That(memory.CachedBytes, Is.EqualTo(450 * 1024));
        Assert.That(memory.UsedBytes + memory.FreeBytes + memory.CachedBytes + memory.BuffersBytes, Is.EqualTo(memory.TotalBytes));
        Assert.That(memory.AvailableBytes, Is.EqualTo(600 * 1024));
        Assert.That(memory.SwapTotalBytes, Is.Null);
    }

    [Test]
    public void Used_memory_is_never_negative()
    {
        var memory = MemoryInfo.Parse("MemTotal: 100 kB\nMemFree: 90 kB\nCached: 50 kB\n"u8)!;
        Assert.That(memory.UsedBytes, Is.Zero);
    }

    [TestCase("")]
    [TestCase("MemTotal: 100 kB\n")]
    [TestCase("MemFree: 100 kB\n")]
    [TestCase("MemTotal: lots\nMemFree: 1 kB\n")]
    [TestCase("MemTotal: 18446744073709551615 kB\nMemFree: 1 kB\n")]
    public void What_is_not_whole_is_null(string text) => Assert.That(MemoryInfo.Parse(System.Text.Encoding.UTF8.GetBytes(text)), Is.Null);
}
