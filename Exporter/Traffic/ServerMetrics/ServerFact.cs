namespace Exporter.Traffic.ServerMetrics;

/// <summary>What servers of all kinds say of themselves, each in its own words.</summary>
internal enum ServerFact
{
    /// <summary>Requests that are worked on.</summary>
    Running,

    /// <summary>Requests that wait.</summary>
    Waiting,

    /// <summary>Share of the key-value cache that is used, 0 to 1.</summary>
    KvCacheUtilization,

    InputTokens,
    OutputTokens,

    /// <summary>Those of the input that came from a cache.</summary>
    CachedTokens,

    /// <summary>Steps of the engine: what must grow while it works.</summary>
    Heartbeat,

    /// <summary>1 while the model is awake, 0 while it sleeps.</summary>
    Awake,
}
