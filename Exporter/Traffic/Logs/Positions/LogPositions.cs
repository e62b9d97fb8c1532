using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Exporter.Traffic.Logs.Positions;

/// <summary>
/// How far every log was read, kept over reloads in memory and over restarts in a file of the state directory. Each log's own loop
/// writes its position; any thread may save.
/// </summary>
internal sealed class LogPositions(ILogger logger)
{
    public const string FileName = "logs.json";

    private readonly Lock gate = new();
    private readonly Dictionary<(string Target, string Source), SourcePosition> all = [];
    private string? path;
    private bool changed;
    private bool failed;

    /// <summary>Says where positions are kept; reads what is there the first time. Null keeps them in memory alone.</summary>
    public void Open(string? directory)
    {
        lock (gate)
        {
            var next = directory is null ? null : Path.Combine(directory, FileName);
            if (next == path)
            {
                return;
            }

            // What is known already is written to the new place, too; without any log there is nothing to write.
            (path, changed, failed) = (next, all.Count > 0, false);
            if (all.Count == 0 && next is not null)
            {
                Load(next);
            }
        }
    }

    /// <summary>Null for a log that was never read.</summary>
    public SourcePosition? Find(string target, string source)
    {
        lock (gate)
        {
            return all.GetValueOrDefault((target, source));
        }
    }

    public void Set(SourcePosition position)
    {
        lock (gate)
        {
            all[(position.Target, position.Source)] = position;
            changed = true;
        }
    }

    /// <summary>Forgets every log that is not among these.</summary>
    public void Keep(IEnumerable<(string Target, string Source)> wanted)
    {
        lock (gate)
        {
            foreach (var gone in all.Keys.Except(wanted).ToList())
            {
                changed = all.Remove(gone);
            }
        }
    }

    /// <summary>Writes the file where anything has changed: beside it first, then renamed over it, so that none is ever half written.</summary>
    public void Save()
    {
        lock (gate)
        {
            if (!changed || path is null)
            {
                return;
            }

            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                var document = new PositionsDocument { Version = PositionsDocument.CurrentVersion, Sources = [.. all.Values] };
                File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(document, PositionsJson.Default.PositionsDocument));
                File.Move(path + ".new", path, overwrite: true);
                (changed, failed) = (false, false);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                if (!failed)
                {
                    Log.PositionsNotKept(logger, path, refused.Message.TrimEnd('.'));
                }

                failed = true;
            }
        }
    }

    private void Load(string file)
    {
        try
        {
            if (!File.Exists(file))
            {
                return;
            }

            var document = JsonSerializer.Deserialize(File.ReadAllBytes(file), PositionsJson.Default.PositionsDocument);
            foreach (var source in document?.Version == PositionsDocument.CurrentVersion ? document.Sources : [])
            {
                all[(source.Target, source.Source)] = source;
            }
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or JsonException)
        {
            Log.PositionsNotRead(logger, file, broken.Message.TrimEnd('.'));
        }
    }
}
