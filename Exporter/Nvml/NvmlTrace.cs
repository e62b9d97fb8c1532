using Exporter.Nvml.Native;

namespace Exporter.Nvml;

/// <summary>
/// Writes down what the readers of a driver ask and how they are answered, for a person who wants to know it; the daemon runs
/// without. One thread asks at a time; any thread may look.
/// </summary>
internal sealed class NvmlTrace(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly List<NvmlCall> calls = [];
    private (int Gpu, string Function, uint Which, long Since)? open;

    /// <summary>What was asked so far.</summary>
    public IReadOnlyList<NvmlCall> Calls
    {
        get
        {
            lock (gate)
            {
                return [.. calls];
            }
        }
    }

    /// <summary>The question that has no answer yet; null where every one has.</summary>
    public (int Gpu, string Function)? Open
    {
        get
        {
            lock (gate)
            {
                return open is { } asked ? (asked.Gpu, asked.Function) : null;
            }
        }
    }

    /// <summary>A question is put to the library now.</summary>
    public void Ask(int gpu, NvmlFunction function, uint which)
    {
        lock (gate)
        {
            open = (gpu, function.Name, which, time.GetTimestamp());
        }
    }

    /// <summary>A question was answered, be it as a part of another one.</summary>
    public void Answer(int gpu, NvmlFunction function, uint which, NvmlReturn code)
    {
        lock (gate)
        {
            TimeSpan? took = open is { } asked && asked.Function == function.Name && asked.Which == which ? time.GetElapsedTime(asked.Since) : null;
            open = null;
            calls.Add(new NvmlCall(gpu, function.Name, which, code, took));
        }
    }
}
