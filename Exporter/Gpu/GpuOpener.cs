using Microsoft.Extensions.Logging;

namespace Exporter.Gpu;

/// <summary>Opens the driver on a thread of its own, since opening can hang like every other call into it.</summary>
internal sealed class GpuOpener(IGpuDriver driver, TimeSpan timeout, TimeProvider time, ILogger logger)
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
            return await opened.Task.WaitAsync(timeout, time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            overdue();
            return await opened.Task.ConfigureAwait(false);
        }
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
