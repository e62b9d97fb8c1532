using System.Globalization;
using System.Xml.Linq;

namespace Exporter.Commands.Gpus.Smi;

/// <summary>Values of nvidia-smi's XML: a number and perhaps its unit, or a text, or one of the words for "nothing".</summary>
internal static class SmiText
{
    private static readonly string[] nothing = ["", "N/A", "[N/A]", "None", "Unknown Error", "GPU is lost", "Requested functionality has been deprecated", "ERR!"];

    /// <summary>The first of the paths that holds something.</summary>
    /// <param name="gpu">Element of a card.</param>
    /// <param name="paths">Names of elements, joined by slashes; the newest driver's first, since they were renamed.</param>
    public static string? Text(XElement gpu, params IReadOnlyList<string> paths) => paths.Select(path => At(gpu, path)).FirstOrDefault(text => text is not null);

    /// <summary>A word that says "none" of something rather than that it is unknown.</summary>
    public static string? Word(XElement gpu, string path) => Element(gpu, path)?.Value.Trim() is { Length: > 0 } text and not "N/A" ? text : null;

    /// <summary>The number without its unit, in the unit it is printed in.</summary>
    public static double? Number(XElement gpu, params IReadOnlyList<string> paths)
    {
        var text = Text(gpu, paths)?.Split(' ')[0].TrimStart('P').TrimEnd('x');
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>Yes, Active and Enabled are 1; No, Not Active and Disabled are 0.</summary>
    public static double? Flag(XElement gpu, params IReadOnlyList<string> paths) => Text(gpu, paths) switch
    {
        "Yes" or "Active" or "Enabled" => 1,
        "No" or "Not Active" or "Disabled" => 0,
        _ => null,
    };

    private static string? At(XElement gpu, string path) => Element(gpu, path) is { HasElements: false } element && element.Value.Trim() is var text && !nothing.Contains(text) ? text : null;

    private static XElement? Element(XElement gpu, string path) => path.Split('/').Aggregate<string, XElement?>(gpu, (element, name) => element?.Element(name));
}
