using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Scalars;

/// <summary>Only <c>true</c> and <c>false</c>, as in YAML 1.2: <c>yes</c> and <c>on</c> are booleans in some YAML versions and texts in others.</summary>
internal static class Booleans
{
    public static Parsed<bool> Parse(string text) => text switch
    {
        "true" or "True" or "TRUE" => Parsed<bool>.Good(true),
        "false" or "False" or "FALSE" => Parsed<bool>.Good(false),
        _ => Parsed<bool>.Bad($"{Shown.Quoted(text)} is not a boolean; write {Meant(text) ?? "true or false"}"),
    };

    /// <summary>As <see cref="Parse"/>, with <c>auto</c>.</summary>
    public static Parsed<Toggle> ParseToggle(string text)
    {
        if (text == "auto")
        {
            return Parsed<Toggle>.Good(Toggle.Auto);
        }

        return Parse(text).TryGet(out var on)
            ? Parsed<Toggle>.Good(on ? Toggle.On : Toggle.Off)
            : Parsed<Toggle>.Bad($"unknown value {Shown.Quoted(text)}{(Meant(text) is { } meant ? $" (did you mean '{meant}'?)" : "")}; allowed: auto, true, false");
    }

    /// <summary>What YAML 1.1 would have read; null where it would have read a text.</summary>
    private static string? Meant(string text) => text.ToLowerInvariant() switch
    {
        "yes" or "on" or "y" => "true",
        "no" or "off" or "n" => "false",
        _ => null,
    };
}
