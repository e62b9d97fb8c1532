namespace Exporter.Tests.Web.Support;

/// <summary>Waits for what another thread or process brings about.</summary>
internal static class Eventually
{
    /// <summary>Looks until the condition holds; fails after 20 s.</summary>
    public static async Task IsTrueAsync(Func<bool> condition, string what)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            if (bound.IsCancellationRequested)
            {
                Assert.Fail($"In 20 s it did not come true: {what}");
            }

            await Task.Yield();
        }
    }
}
