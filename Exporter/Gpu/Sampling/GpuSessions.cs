using Microsoft.Extensions.Logging;

namespace Exporter.Gpu.Sampling;

/// <summary>Opens and closes the driver on threads of their own, since either can hang like every other call into it.</summary>
internal sealed class GpuSessions(IGpuDriver driver, GpuOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>
    /// Opens and waits, however long it takes: a second thread into a driver that hangs would hang as well. What opens after a
    /// cancellation is closed again.
    /// </summary>
    /// <param name="overdue">Called once when it takes longer than it may.</param>
    public async Task<GpuOpening> OpenAsync(Action overdue, CancellationToken cancellationToken)
    {
        var opened = new TaskCompletionSource<GpuOpening>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var cancelled = cancellationToken.Register(() => opened.TrySetCanceled(cancellationToken));
        new Thread(() => Open(opened)) { Name = "gpu-open", IsBackground = true }.Start();
        try
        {
            return await opened.Task.WaitAsync(options.OpenTimeout, time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            overdue();
            return await opened.Task.ConfigureAwait(false);
        }
    }

    private Task closing = Task.CompletedTask;

    /// <summary>Closes a session in which no call is running, and waits for that no longer than the stop may take.</summary>
    /// <returns>False when it hangs, or an earlier one still does: then no second thread goes there, and the session is left behind.</returns>
    public async Task<bool> CloseAsync(IGpuSession session)
    {
        if (!closing.IsCompleted)
        {
            Abandon(session);
            return false;
        }

        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        closing = closed.Task;
        new Thread(() => Close(session, closed)) { Name = "gpu-close", IsBackground = true }.Start();
        try
        {
            await closed.Task.WaitAsync(options.StopBound, time, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            Abandon(session);
            return false;
        }
    }

    /// <summary>Leaves a session behind in which a call hangs.</summary>
    public void Abandon(IGpuSession session)
    {
        Log.SessionAbandoned(logger);
        session.Abandon();
    }

    private void Close(IGpuSession session, TaskCompletionSource closed)
    {
        try
        {
            session.Dispose();
        }
#pragma warning disable CA1031 // A bug in a driver must not end the daemon; the session is over all the same.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Log.CloseBug(logger, bug);
        }

        closed.SetResult();
    }

    private void Open(TaskCompletionSource<GpuOpening> opened)
    {
        GpuOpening opening;
        try
        {
            opening = driver.Open();
        }
#pragma warning disable CA1031 // A bug in a driver must not end the daemon; it is told and tried again.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Log.OpenBug(logger, bug);
            opening = GpuOpening.Failed("internal_error", "This is a bug of the exporter; please report it with the log.");
        }

        if (!opened.TrySetResult(opening))
        {
            opening.Session?.Dispose();
        }
    }
}
