namespace Exporter.Configuration.Client;

/// <summary>Whether a probe opens a connection of its own.</summary>
internal enum ConnectionMode
{
    /// <summary><c>new</c></summary>
    New,

    /// <summary><c>reuse</c>: a kept connection; a stale one is retried once and not counted as failure.</summary>
    Reuse,
}
