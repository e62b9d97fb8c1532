namespace Exporter.Configuration.Yaml;

/// <summary>A single value.</summary>
/// <param name="text">Its content after YAML's unquoting and folding.</param>
/// <param name="plain">Whether it stands without quotes, so that YAML may read it as a number, boolean or null.</param>
internal sealed class YamlScalar(string text, bool plain, Place place, YamlNode? parent, string? key, int index) : YamlNode(place, parent, key, index)
{
    public string Text { get; } = text;

    public bool Plain { get; } = plain;

    /// <summary>Whether nothing stands here: <c>key:</c>, <c>key: null</c> or <c>key: ~</c>.</summary>
    public bool IsNull => Plain && (Text is "" or "~" or "null" or "Null" or "NULL");

    public override string Kind => IsNull ? "empty" : "a single value";
}
