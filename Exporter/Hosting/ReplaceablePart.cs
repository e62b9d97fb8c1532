using Exporter.Exposition;

namespace Exporter.Hosting;

/// <summary>A collection and its metrics, built anew when its section of the configuration changes and left alone when not.</summary>
/// <typeparam name="TConfig">The section; compared by content.</typeparam>
/// <param name="pipeline">Where the metrics end and begin together.</param>
/// <param name="build">Builds the part that a section asks for; null where it asks for none.</param>
internal sealed class ReplaceablePart<TConfig>(MetricsPipeline pipeline, Func<TConfig, ReplaceablePart<TConfig>.Running?> build) : IAsyncDisposable
    where TConfig : class
{
    private TConfig? current;
    private Running? running;
    private IDisposable? metrics;

    /// <summary>What runs for one section.</summary>
    /// <param name="Collection">Reads; started after its metrics exist.</param>
    /// <param name="Start">Starts the collection.</param>
    /// <param name="CreateMetrics">Creates the instruments that publish it.</param>
    /// <param name="HasFirstResult">Whether the first reading ended, well or not.</param>
    internal sealed record Running(IAsyncDisposable Collection, Action Start, Func<IDisposable> CreateMetrics, Func<bool> HasFirstResult);

    /// <summary>What runs now; null where nothing does.</summary>
    public IAsyncDisposable? Collection => running?.Collection;

    /// <summary>True as well where the configuration asks for no such part.</summary>
    public bool HasFirstResult => running?.HasFirstResult() ?? true;

    public async Task ApplyAsync(TConfig wanted)
    {
        if (wanted == current || wanted.Equals(current))
        {
            return;
        }

        // Should it fail from here on, nothing runs, and the same section must not count as applied.
        current = null;
        await StopCollectionAsync();
        var next = build(wanted);
        pipeline.Exchange(
            retire: () => metrics?.Dispose(),
            introduce: () => metrics = next?.CreateMetrics());
        next?.Start();
        (current, running) = (wanted, next);
    }

    public async ValueTask DisposeAsync()
    {
        await StopCollectionAsync();
        metrics?.Dispose();
        metrics = null;
    }

    private async Task StopCollectionAsync()
    {
        if (running is { } old)
        {
            running = null;
            await old.Collection.DisposeAsync();
        }
    }
}
