using Exporter.Gpu;
using Exporter.Gpu.Readings;
using Exporter.Gpu.Sampling;

namespace Exporter.Hosting;

/// <summary>Which processes hold memory of a GPU.</summary>
internal static class GpuPids
{
    /// <summary>Opens the driver, reads every card once and closes it, for a command that lives shortly.</summary>
    /// <param name="bound">A driver that takes longer is left behind with the thread that it holds.</param>
    /// <returns>Empty where there is no GPU, or the driver does not tell.</returns>
    public static async Task<IReadOnlyCollection<int>> ReadAsync(IGpuDriver driver, TimeSpan bound, TimeProvider time)
    {
        var reading = Task.Factory.StartNew(() => Read(driver), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return await reading.WaitAsync(bound, time);
        }
        catch (TimeoutException)
        {
            return [];
        }
    }

    /// <summary>As the running collection last read them.</summary>
    public static IReadOnlyCollection<int> Of(GpuCollection? collection) =>
        Of(collection?.Read().Select(static view => view.Reading) ?? []);

    private static IReadOnlyCollection<int> Read(IGpuDriver driver)
    {
        using var session = driver.Open().Session;
        return Of(session?.Readers.Select(static reader => reader.Read().Reading).ToList() ?? []);
    }

    private static IReadOnlyCollection<int> Of(IEnumerable<GpuReading?> readings) =>
        [.. readings.SelectMany(static reading => reading?.Processes ?? []).Select(static process => process.Pid).Distinct()];
}
