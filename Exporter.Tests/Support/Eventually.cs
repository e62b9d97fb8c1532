using System.Diagnostics;

namespace Exporter.Tests.Support;

/// <summary>Waits for something that happens on another thread or in another process, for no longer than a test may take.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    /// <summary>Between two looks at another process, which has the same two cores.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Between two looks at another thread: looking all the time would take the core that it needs.</summary>
    private static readonly TimeSpan ShortPause = TimeSpan.FromMilliseconds(2);

    /// <summary>Looks at this process until the condition holds.</summary>
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

            await Task.Delay(ShortPause);
        }
    }

    /// <summary>Looks at a process until the condition holds; fails the test when it does not within the bound.</summary>
    /// <param name="because">What is waited for: the failure message, made only then, so that it can show what was seen last.</param>
    public static async Task That(Func<Task<bool>> condition, TimeSpan within, Func<string> because)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > within)
            {
                Assert.Fail($"Not within {within.TotalSeconds:0.###} s: {because()}");
            }

            await Task.Delay(Pause);
        }
    }

    /// <inheritdoc cref="That(Func{Task{bool}}, TimeSpan, Func{string})"/>
    public static Task That(Func<bool> condition, TimeSpan within, Func<string> because) =>
        That(() => Task.FromResult(condition()), within, because);
}
