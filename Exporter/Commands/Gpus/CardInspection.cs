using Exporter.Gpu;
using Exporter.Gpu.Readings;
using Exporter.Nvml;
using Exporter.Nvml.Survey;

namespace Exporter.Commands.Gpus;

/// <summary>
/// Reads every card of an open driver for a person. Each step runs on a thread of its own, since a call into a driver may hang and
/// cannot be ended: then the step is given up, the thread left behind, and what is known is told.
/// </summary>
internal sealed class CardInspection(NvmlDriver driver, TimeSpan bound, TimeProvider time)
{
    private NvmlSession? session;
    private bool hangs;
    private Look[] looks = [];

    private sealed record Look(GpuReadResult Result, long At, NvmlSurvey? Survey);

    /// <summary>How long each step may take.</summary>
    public TimeSpan Bound => bound;

    /// <summary>What was opened; empty before.</summary>
    public string Description => session is null ? "" : $"{session.Description}, driver {session.DriverVersion ?? "of unknown version"}";

    /// <returns>Why no card can be read; null when they can.</returns>
    /// <exception cref="TimeoutException">The driver hangs.</exception>
    public async Task<GpuUnavailable?> OpenAsync()
    {
        var opening = await OnThreadAsync(driver.Open);
        session = (NvmlSession?)opening.Session;
        return opening.Unavailable;
    }

    /// <summary>The first reading of every card.</summary>
    /// <exception cref="TimeoutException">The driver hangs.</exception>
    public async Task BeginAsync() => looks = await OnThreadAsync(() => session!.Readers.Select(Begin).ToArray());

    /// <summary>The second reading, which is the first of the next round as well.</summary>
    /// <exception cref="TimeoutException">The driver hangs.</exception>
    public async Task<IReadOnlyList<InspectedCard>> EndAsync()
    {
        var before = looks;
        var cards = await OnThreadAsync(() => session!.Readers.Zip(before, End).ToArray());
        looks = [.. cards.Select(card => card.Next)];
        return [.. cards.Select(card => card.Card)];
    }

    /// <summary>Closes the driver, or leaves it behind where it hangs.</summary>
    public async Task CloseAsync()
    {
        try
        {
            if (!hangs && session is not null)
            {
                await OnThreadAsync(() =>
                {
                    session.Dispose();
                    return true;
                });
            }
        }
        catch (TimeoutException)
        {
            // All was read already.
        }

        if (hangs)
        {
            session?.Abandon();
        }
    }

    private Look Begin(IGpuReader reader)
    {
        var at = time.GetTimestamp();
        var result = reader.Read();
        var survey = result.Failure is null ? session!.Survey(reader.Index) : null;
        survey?.Begin();
        return new Look(result, at, survey);
    }

    private (InspectedCard Card, Look Next) End(IGpuReader reader, Look before)
    {
        var at = time.GetTimestamp();
        var result = reader.Read();
        var findings = result.Failure is null ? before.Survey?.End() ?? [] : [];
        var survey = result.Failure is null ? session!.Survey(reader.Index) : null;
        survey?.Begin();
        return (new InspectedCard(reader.Index, before.Result, result, time.GetElapsedTime(before.At, at), findings), new Look(result, at, survey));
    }

    private async Task<T> OnThreadAsync<T>(Func<T> step)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Run(step, done)) { Name = "gpus", IsBackground = true }.Start();
        try
        {
            return await done.Task.WaitAsync(bound, time);
        }
        catch (TimeoutException)
        {
            hangs = true;
            throw;
        }
    }

    private static void Run<T>(Func<T> step, TaskCompletionSource<T> done)
    {
        try
        {
            done.TrySetResult(step());
        }
#pragma warning disable CA1031 // It is thrown again where the step is awaited.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            done.TrySetException(bug);
        }
    }
}
