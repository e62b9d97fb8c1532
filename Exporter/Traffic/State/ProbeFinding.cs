namespace Exporter.Traffic.State;

/// <summary>What a probe's last run says of the server, whatever it says of the answer.</summary>
internal enum ProbeFinding
{
    /// <summary>It answered; whether the answer was good is not asked here.</summary>
    Answered,

    /// <summary>Nobody listens, or the name is unknown.</summary>
    Refused,

    /// <summary>No answer, or none in time.</summary>
    TimedOut,

    /// <summary>It said that it has too much to do.</summary>
    Overloaded,

    /// <summary>It said that it is not available now: while it loads, or while it has too much to do.</summary>
    Unavailable,

    /// <summary>It failed: an error of the server, a broken connection.</summary>
    Failed,

    /// <summary>It was not asked, since its model is not loaded and asking would load it.</summary>
    NotLoaded,
}
