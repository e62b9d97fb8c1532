using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Scalars;

/// <summary>Only <c>true</c> and <c>false</c>: <c>yes</c> and <c>on</c> are booleans in some YAML versions and texts in others.</summary>
internal static class Booleans
{
    public static readonly Choices<Toggle> Toggles = new(("auto", Toggle.Auto), ("true", Toggle.On), ("false", Toggle.Off));

    public static Parsed<bool> Parse(string text) => text switch
    {
        "true" => Parsed<bool>.Good(true),
        "false" => Parsed<bool>.Good(false),
        _ => Parsed<bool>.Bad(Meant(text) is { } meant
            ? $"{Shown.Quoted(text)} is not a boolean; write {meant}"
            : $"{Shown.Quoted(text)} is not a boolean; write true or false"),
    };

    /// <summary>As <see cref="Parse"/>, with <c>auto</c>.</summary>
    public static Parsed<Toggle> ParseToggle(string text) => Meant(text) is { } meant && text is not ("true" or "false")
        ? Parsed<Toggle>.Bad($"{Shown.Quoted(text)} is not allowed here; write {meant}")
        : Toggles.Parse(text);

    /// <summary>The boolean that YAML 1.1 would have read; null where it would have read none.</summary>
    public static string? Meant(string text)
    {
        bool Is(params ReadOnlySpan<string> words)
        {
            foreach (var word in words)
            {
                if (text.Equals(word, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }

            return false;
        }

        return Is("true", "yes", "on", "y") ? "true" : Is("false", "no", "off", "n") ? "false" : null;
    }
}
