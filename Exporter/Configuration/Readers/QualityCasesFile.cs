using System.Text.Unicode;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Readers;

/// <summary>Reads a file of cases: one JSON object a line, with the keys of a case. Its mistakes are reported at the key that names it.</summary>
internal static class QualityCasesFile
{
    /// <summary>Largest file: references are vectors of thousands of numbers.</summary>
    private const int SizeLimitBytes = 32 * 1024 * 1024;

    /// <summary>So many mistakes are enough to know what is wrong with a file of one kind of lines.</summary>
    private const int ShownMistakes = 10;

    public static IReadOnlyList<QualityCaseConfig> Read(Section section, string key, string path)
    {
        var errors = new ErrorList(path);
        var bytes = BoundedFile.Read(path, SizeLimitBytes, errors);
        var cases = bytes is null ? [] : Parse(bytes, section.Reading.BaseDirectory, errors);
        foreach (var mistake in errors.Result<QualityConfig>(null).Errors.Take(ShownMistakes))
        {
            var where = mistake.Path.Length == 0 ? "" : $"{mistake.Path}: ";
            section.Fail(key, mistake.Line == 0 ? mistake.Message : $"line {mistake.Line}: {where}{mistake.Message}");
        }

        return cases;
    }

    private static List<QualityCaseConfig> Parse(byte[] bytes, string baseDirectory, ErrorList errors)
    {
        var cases = new List<QualityCaseConfig>();
        if (bytes.Length > SizeLimitBytes || !Utf8.IsValid(bytes))
        {
            errors.AddWithoutPlace(bytes.Length > SizeLimitBytes ? "larger than 32 MiB" : "not UTF-8");
            return cases;
        }

        var reading = new Reading(errors, baseDirectory);
        var number = 0;
        foreach (var range in bytes.AsSpan().Split((byte)'\n'))
        {
            number++;
            var line = bytes.AsMemory(range);
            if (!line.Span.Trim(" \t\r"u8).IsEmpty && JsonLine.Read(line, number, errors) is { } map)
            {
                cases.Add(QualityCaseReader.Read(new Section(map, QualityCaseReader.Keys, reading)));
            }
        }

        return cases;
    }
}
