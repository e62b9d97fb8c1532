using System.Text.Unicode;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads a file of JSON objects, one a line. Its mistakes are reported at the key that names it.</summary>
internal static class JsonLinesFile
{
    /// <summary>Largest file: references are vectors of thousands of numbers.</summary>
    private const int SizeLimitBytes = 32 * 1024 * 1024;

    /// <summary>So many mistakes are enough to know what is wrong with a file of one kind of lines.</summary>
    private const int ShownMistakes = 10;

    /// <param name="section">The section that names the file.</param>
    /// <param name="key">Under which key.</param>
    /// <param name="keys">What an object may say.</param>
    /// <param name="read">Reads one.</param>
    public static IReadOnlyList<T> Read<T>(Section section, string key, string path, SectionKeys keys, Func<Section, T> read)
    {
        var errors = new ErrorList(path);
        var bytes = BoundedFile.Read(path, SizeLimitBytes, errors);
        var items = bytes is null ? [] : Parse(bytes, new Reading(errors, section.Reading.BaseDirectory), keys, read);
        foreach (var mistake in errors.Result<object>(null).Errors.Take(ShownMistakes))
        {
            var where = mistake.Path.Length == 0 ? "" : $"{mistake.Path}: ";
            section.Fail(key, mistake.Line == 0 ? mistake.Message : $"line {mistake.Line}: {where}{mistake.Message}");
        }

        return items;
    }

    private static List<T> Parse<T>(byte[] bytes, Reading reading, SectionKeys keys, Func<Section, T> read)
    {
        var items = new List<T>();
        if (bytes.Length > SizeLimitBytes || !Utf8.IsValid(bytes))
        {
            reading.Errors.AddWithoutPlace(bytes.Length > SizeLimitBytes ? "larger than 32 MiB" : "not UTF-8");
            return items;
        }

        var number = 0;
        foreach (var range in bytes.AsSpan().Split((byte)'\n'))
        {
            number++;
            var line = bytes.AsMemory(range);
            if (!line.Span.Trim(" \t\r"u8).IsEmpty && JsonLine.Read(line, number, reading.Errors) is { } map)
            {
                items.Add(read(new Section(map, keys, reading)));
            }
        }

        return items;
    }
}
