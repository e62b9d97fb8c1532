using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers;

/// <summary>The ways in which a section's single values are asked for.</summary>
internal static class SectionValues
{
    /// <summary>A value with a default.</summary>
    public static T Read<T>(this Section section, string key, Func<string, Parsed<T>> parse, T fallback) =>
        section.TryRead(key, parse, Presence.Defaulted, out var value) ? value : fallback;

    /// <summary>A value that must be there; the placeholder only keeps the reading going after its mistake was reported.</summary>
    public static T ReadRequired<T>(this Section section, string key, Func<string, Parsed<T>> parse, T placeholder) =>
        section.TryRead(key, parse, Presence.Required, out var value) ? value : placeholder;

    /// <summary>A value that may be absent; null then.</summary>
    public static T? ReadOptional<T>(this Section section, string key, Func<string, Parsed<T>> parse)
        where T : class => section.TryRead(key, parse, Presence.Optional, out var value) ? value : null;

    /// <summary>A number, boolean or choice that may be absent; null then.</summary>
    public static T? ReadOptionalValue<T>(this Section section, string key, Func<string, Parsed<T>> parse)
        where T : struct => section.TryRead(key, parse, Presence.Optional, out var value) ? value : null;

    /// <summary>A list of single values; empty where the key is missing.</summary>
    public static ValueList<T> ReadList<T>(this Section section, string key, Func<string, Parsed<T>> parse) =>
        new(section.Items(key, parse).Select(static item => item.Value));
}
