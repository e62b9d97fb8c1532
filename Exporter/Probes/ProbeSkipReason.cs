namespace Exporter.Probes;

/// <summary>Label <c>reason</c> of a skipped tick. Texts in <see cref="ProbeErrorTable"/>.</summary>
internal enum ProbeSkipReason
{
    /// <summary>The server was busy with real requests.</summary>
    Busy,

    /// <summary>The model was not loaded, and a probe must not load it.</summary>
    NotLoaded,

    /// <summary>Nobody else has used the model since the last probe, and another probe would keep it loaded.</summary>
    Idle,

    /// <summary>A maintenance window was open.</summary>
    Maintenance,

    /// <summary>The probe has cost as many tokens in the last hour as it may.</summary>
    Budget,

    /// <summary>The probe before still ran.</summary>
    PreviousRunning,
}
