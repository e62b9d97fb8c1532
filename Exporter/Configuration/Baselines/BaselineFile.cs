using System.Globalization;
using System.Text.Json;

namespace Exporter.Configuration.Baselines;

/// <summary>Writes a file of references: one JSON object a line, under the keys that the reader of the configuration knows.</summary>
internal static class BaselineFile
{
    /// <summary>Writes it beside its place and moves it there when it is whole: whoever reads meanwhile sees the old one or the new one.</summary>
    /// <param name="overwrite">Whether a file that is there is replaced.</param>
    /// <exception cref="IOException">It cannot be written, or is there and must not be replaced.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void Write(string path, IEnumerable<CaseReference> references, bool overwrite)
    {
        var beside = $"{path}.{Guid.NewGuid():N}.new";
        try
        {
            using (var file = new FileStream(beside, FileMode.CreateNew, FileAccess.Write))
            {
                foreach (var reference in references)
                {
                    WriteLine(file, reference);
                }

                file.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    private static void WriteLine(FileStream file, CaseReference reference)
    {
        using (var json = new Utf8JsonWriter(file))
        {
            json.WriteStartObject();
            json.WriteString("case", reference.Case);
            Text(json, "name", reference.Name);
            Text(json, "recorded", reference.RecordedAt?.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
            Text(json, "model", reference.Model);
            Text(json, "label", reference.Label);
            Numbers(json, "ranking", reference.Ranking.Select(static index => (double)index).ToList());
            Text(json, "output_sha256", reference.OutputSha256);
            Numbers(json, "embedding", reference.Embedding);
            json.WriteEndObject();
        }

        file.WriteByte((byte)'\n');
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    /// <summary>In the shortest form that is read as the same number; most models compute in single precision.</summary>
    private static void Numbers(Utf8JsonWriter json, string name, IReadOnlyCollection<double> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values)
        {
            if ((float)value == value)
            {
                json.WriteNumberValue((float)value);
            }
            else
            {
                json.WriteNumberValue(value);
            }
        }

        json.WriteEndArray();
    }
}
