namespace Exporter.Gpu;

/// <summary>How GPUs are read.</summary>
internal sealed record GpuOptions
{
    /// <summary>Time between two readings of a GPU; default 1 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long one reading may take before the GPU counts as overdue; default 5 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long opening the driver may take before it counts as overdue; default 30 s: without persistence mode the driver wakes every GPU first.</summary>
    public TimeSpan OpenTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long every GPU must have been failing before the driver is opened anew; default 30 s.</summary>
    public TimeSpan ReopenAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a GPU must have been lost beside others that are well before the driver is opened anew for it; the time doubles up
    /// to <see cref="LongestReopenForOneAfter"/>, since the others are not read for a moment; default 60 s.
    /// </summary>
    public TimeSpan ReopenForOneAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Default 1 h.</summary>
    public TimeSpan LongestReopenForOneAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How often a pause looks for traces of a driver that came or changed; default 1 s.</summary>
    public TimeSpan LookInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often it is looked whether a newer driver waits to be loaded; default 30 s.</summary>
    public TimeSpan UpgradeInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long released GPUs are left alone; default 60 s.</summary>
    public TimeSpan ReleasePause { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Pause before the driver is opened again the first time; it doubles up to <see cref="LongestPause"/>; default 5 s.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Default 60 s.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a stop waits for calls in progress before they are left behind; default 2 s.</summary>
    public TimeSpan StopBound { get; init; } = TimeSpan.FromSeconds(2);
}
