namespace Exporter.Configuration.Probes;

/// <summary>Whether the server may have seen the beginning of a prompt before.</summary>
internal enum CacheMode
{
    /// <summary><c>cold</c>: a nonce stands in front of the first message, so that no prefix of it is cached.</summary>
    Cold,

    /// <summary><c>warm</c>: every request is the same, so that all but the first can be served from the cache.</summary>
    Warm,
}
