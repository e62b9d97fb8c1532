using Microsoft.Extensions.Logging;

namespace Exporter.Gpu.Sampling;

/// <summary>Whether a newer driver lies beside the loaded one, as the session last said it.</summary>
internal sealed class GpuUpgradeLook(ILogger logger)
{
    private readonly Lock gate = new();
    private bool? isPending;

    /// <summary>Whether a newer driver waits to be loaded; null while no driver is open. Any thread may ask.</summary>
    public bool? IsPending
    {
        get
        {
            lock (gate)
            {
                return isPending;
            }
        }
    }

    public void Look(IGpuSession session)
    {
        var words = session.PendingUpgrade();
        if (words is not null && IsPending != true)
        {
            Log.UpgradePending(logger, words);
        }

        Set(words is not null);
    }

    /// <summary>No driver is open.</summary>
    public void Forget() => Set(null);

    private void Set(bool? pending)
    {
        lock (gate)
        {
            isPending = pending;
        }
    }
}
