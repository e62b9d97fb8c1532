namespace Exporter.Configuration.Readers;

/// <summary>What a key may leave out.</summary>
internal enum Presence
{
    /// <summary>The key may be missing; where it stands it has a value.</summary>
    Defaulted,

    /// <summary>The key may be missing or empty (<c>key: null</c>).</summary>
    Optional,

    /// <summary>The key must be there, with a value.</summary>
    Required,
}
