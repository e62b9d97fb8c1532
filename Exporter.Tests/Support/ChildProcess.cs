using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Exporter.Tests.Support;

/// <summary>A real process under test: its lines are kept, it can be signalled, and it never outlives the test.</summary>
internal sealed partial class ChildProcess : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<int, Process> Alive = new();

    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();
    private readonly ConcurrentQueue<string> error = new();
    private bool isDisposed;

    // A test run that is broken off must not leave daemons behind.
    static ChildProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var left in Alive.Values)
        {
            left.Kill();
        }
    };

    private ChildProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Keep(output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(error, line.Data);
        process.Start();
        Alive[process.Id] = process;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>Lines of standard output so far.</summary>
    public IReadOnlyList<string> Output => [.. output];

    /// <summary>Lines of standard error so far.</summary>
    public IReadOnlyList<string> Error => [.. error];

    /// <summary>Both streams, for failure messages.</summary>
    public string Said => $"--- output\n{string.Join('\n', Output)}\n--- error\n{string.Join('\n', Error)}";

    /// <param name="environment">Variables to set; null removes one that the test run has.</param>
    public static ChildProcess Start(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        return new ChildProcess(new Process { StartInfo = start });
    }

    public void Send(Signal signal) => Assert.That(Kill(process.Id, (int)signal), Is.Zero, $"kill({process.Id}, {signal})");

    /// <summary>Waits for the end.</summary>
    /// <exception cref="AssertionException">It did not end within the bound.</exception>
    public async Task<ProcessOutcome> ExitAsync(TimeSpan within)
    {
        using var bound = new CancellationTokenSource(within);
        try
        {
            // Waits for the last lines of both streams, too.
            await process.WaitForExitAsync(bound.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Process {process.Id} ({process.StartInfo.FileName}) did not end within {within.TotalSeconds} s.\n{Said}");
        }

        return new ProcessOutcome(process.ExitCode, string.Join('\n', output), string.Join('\n', error));
    }

    /// <summary>Waits until a line of either stream satisfies the condition; fails at once when the process ends before.</summary>
    public async Task<string> LineAsync(Func<string, bool> isWanted, TimeSpan within, string what)
    {
        string? Find() => Error.Concat(Output).FirstOrDefault(isWanted);

        await Eventually.That(
            () => Find() is not null || process.HasExited,
            within,
            () => $"{what}\n{Said}");
        if (Find() is { } line)
        {
            return line;
        }

        var outcome = await ExitAsync(TimeSpan.FromSeconds(5));
        return Find() ?? throw new AssertionException($"The process ended before {what}: {outcome}");
    }

    /// <summary>Ends it; a second time does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (isDisposed)
        {
            return;
        }

        isDisposed = true;
        Alive.TryRemove(process.Id, out _);
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
