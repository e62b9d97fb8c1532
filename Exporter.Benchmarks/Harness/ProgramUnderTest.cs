namespace Exporter.Benchmarks.Harness;

/// <summary>A program that is measured.</summary>
/// <param name="Name">Its column in the table.</param>
/// <param name="Executable">What is started.</param>
/// <param name="Arguments">Its arguments when it shall listen on a port of the loopback.</param>
/// <param name="Path">What is scraped.</param>
/// <param name="AllocationCounter">The counter of allocated bytes among its own metrics; null where it publishes none there.</param>
internal sealed record ProgramUnderTest(string Name, string Executable, Func<int, string[]> Arguments, string Path, string? AllocationCounter)
{
    /// <summary>Waits until everything that the program shall publish is there; null where it is there from the start.</summary>
    public Action<RunningProgram>? Settle { get; init; }

    /// <summary>Whether it is also watched while nobody scrapes it.</summary>
    public bool WatchedAtRest { get; init; }
}
