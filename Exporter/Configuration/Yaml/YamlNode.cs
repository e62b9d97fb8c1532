using System.Globalization;
using System.Text;

namespace Exporter.Configuration.Yaml;

/// <summary>A value of the document with its place. The way to it is put together only where an error needs it, so that hostile keys cost nothing.</summary>
/// <param name="place">Where the value begins.</param>
/// <param name="parent">The list or map that holds it; null for the root.</param>
/// <param name="key">Its key in a map; null in a list.</param>
/// <param name="index">Its index in a list, from 0.</param>
internal abstract class YamlNode(Place place, YamlNode? parent, string? key, int index)
{
    public Place Place { get; } = place;

    /// <summary>What an error calls this kind of value, with its article.</summary>
    public abstract string Kind { get; }

    /// <summary>The way from the root, such as <c>targets[0].url</c>; empty for the root.</summary>
    public string Path => parent is null ? "" : key is null
        ? parent.Path + "[" + index.ToString(CultureInfo.InvariantCulture) + "]"
        : parent.PathOf(key);

    /// <summary>The way to a key of this value, whether it is there or not.</summary>
    public string PathOf(string child)
    {
        var name = IsPlain(child) ? child : Shown.Quoted(child);
        var path = Path;
        return path.Length == 0 ? name : path + "." + name;
    }

    private static bool IsPlain(string key)
    {
        const int longest = 60;
        return key.Length is > 0 and <= longest && key.EnumerateRunes().All(static rune => Rune.IsLetterOrDigit(rune) || rune.Value is '_' or '-');
    }
}
