using Exporter.Demo;
using Exporter.Gpu.Readings;
using Exporter.Tests.Support;

namespace Exporter.Tests.Demo;

internal sealed class SimulatedGpuTests
{
    private readonly ManualTimeProvider clock = new();

    [Test]
    public void It_says_that_it_is_simulated()
    {
        var opening = new SimulatedGpuDriver(2, clock).Open();

        var read = opening.Session!.Readers[1].Read();

        Assert.That(read.Identity, Has.Property(nameof(GpuIdentity.Model)).EqualTo("simulated")
            .And.Property(nameof(GpuIdentity.Uuid)).EqualTo("GPU-00000000-0000-0000-0000-000000000001"));
    }

    [Test]
    public void The_same_moment_gives_the_same_reading()
    {
        var driver = new SimulatedGpuDriver(1, clock);
        clock.Advance(TimeSpan.FromSeconds(17));

        var (one, other) = (Read(driver), Read(driver));

        Assert.That((one.PowerWatts, one.MemoryUsedBytes, one.EnergyJoules), Is.EqualTo((other.PowerWatts, other.MemoryUsedBytes, other.EnergyJoules)));
    }

    [Test]
    public void Energy_is_the_integral_of_power_and_values_stay_in_their_ranges()
    {
        var driver = new SimulatedGpuDriver(1, clock);
        var joules = 0.0;
        List<GpuReading> all = [];
        for (var tenth = 0; tenth < 1800; tenth++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(50));
            joules += Read(driver).PowerWatts!.Value * 0.1;
            clock.Advance(TimeSpan.FromMilliseconds(50));
            all.Add(Read(driver));
        }

        Assert.Multiple(() =>
        {
            Assert.That(all[^1].EnergyJoules, Is.EqualTo(joules).Within(0.1).Percent);
            Assert.That(all.Select(reading => reading.EnergyJoules), Is.Ordered.Ascending);
            Assert.That(all.Select(reading => reading.UtilizationGeneral), Is.All.InRange(0, 1));
            Assert.That(all.Max(reading => reading.UtilizationGeneral) - all.Min(reading => reading.UtilizationGeneral), Is.GreaterThan(0.9), "the values move");
            Assert.That(all, Is.All.Matches<GpuReading>(reading => reading.MemoryUsedBytes + reading.MemoryReservedBytes <= reading.MemoryTotalBytes));
            Assert.That(all.Select(reading => reading.PowerWatts), Is.All.LessThan(700));
        });
    }

    private static GpuReading Read(SimulatedGpuDriver driver) => driver.Open().Session!.Readers[0].Read().Reading!;
}
