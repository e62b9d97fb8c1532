namespace Exporter.Traffic.State;

/// <summary>What a probe's last run says of the server, whatever it says of the answer.</summary>
internal enum ProbeFinding
{
    /// <summary>It answered; whether the answer was good is not asked here.</summary>
    Answered,

    /// <summary>Nobody listens.</summary>
    Refused,

    /// <summary>Its name led to no address: it went away with its container, or who is asked for names does not answer.</summary>
    Unresolved,

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
