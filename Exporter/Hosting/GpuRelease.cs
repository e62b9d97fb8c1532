using Exporter.Gpu.Sampling;
using Exporter.Web;

namespace Exporter.Hosting;

/// <summary>Releases the GPUs for whoever asked, and says how it went.</summary>
internal static class GpuRelease
{
    /// <summary>Opening a driver that is asleep takes long and cannot be broken off; nobody waits for it at an open connection.</summary>
    private static readonly TimeSpan answerBound = TimeSpan.FromSeconds(10);

    /// <param name="gpus">Null where no GPU is configured.</param>
    /// <param name="pause">How long they will be left alone.</param>
    public static async Task<ReleaseOutcome> RequestAsync(GpuCollection? gpus, TimeSpan pause, TimeProvider time, CancellationToken cancellationToken)
    {
        if (gpus is null)
        {
            return new ReleaseOutcome(true, "The section gpu is off; there is nothing to release.");
        }

        try
        {
            return await gpus.ReleaseAsync().WaitAsync(answerBound, time, cancellationToken)
                ? new ReleaseOutcome(true, $"The GPUs are released; they are taken up again in {pause.TotalSeconds:0} s.")
                : new ReleaseOutcome(false, "A call hangs inside the GPU driver, so that it cannot be closed; only the end of this process, and perhaps a reboot, releases the GPUs.");
        }
        catch (TimeoutException)
        {
            return new ReleaseOutcome(false, "The GPU driver is being opened or closed at this moment; the GPUs are released as soon as that ends. See the log.");
        }
    }
}
