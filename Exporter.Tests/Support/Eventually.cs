namespace Exporter.Tests.Support;

/// <summary>Waits for something that happens on another thread, for no longer than a test may take.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    /// <exception cref="TimeoutException">It did not become true.</exception>
    public static async Task IsTrueAsync(Func<bool> condition, string what)
    {
        using var bound = new CancellationTokenSource(Bound);
        while (!condition())
        {
            if (bound.IsCancellationRequested)
            {
                throw new TimeoutException($"It never became true that {what}.");
            }

            await Task.Yield();
        }
    }
}
