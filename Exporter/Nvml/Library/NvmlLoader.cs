namespace Exporter.Nvml.Library;

/// <summary>
/// Loads the library from the first place that has it. A library in which a call hangs stays mapped for ever, and the dynamic loader
/// hands that mapping out again for the same name, whatever lies on the disk by now: then a private copy of the file is loaded, which
/// is a library of its own. Used by one thread at a time.
/// </summary>
internal sealed class NvmlLoader
{
    private readonly HashSet<nint> leftBehind = [];

    /// <summary>A library that stays mapped and must not be used again.</summary>
    public void LeaveBehind(NvmlLibrary library) => leftBehind.Add(library.InitAddress);

    /// <param name="places">Paths, or a bare name for the loader's own search.</param>
    /// <returns>Null where none of them is the library.</returns>
    public NvmlLibrary? Load(IReadOnlyList<string> places)
    {
        foreach (var place in places)
        {
            if (NvmlLibrary.TryLoad(place) is not { } loaded)
            {
                continue;
            }

            if (!leftBehind.Contains(loaded.InitAddress))
            {
                return loaded;
            }

            // Only gives back what was just counted: the mapping stays.
            loaded.Free();
            if (LoadCopy(place) is { } copy)
            {
                return copy;
            }
        }

        return null;
    }

    private static NvmlLibrary? LoadCopy(string place)
    {
        if (!File.Exists(place))
        {
            // A bare name: the places that follow are paths.
            return null;
        }

        DirectoryInfo? folder = null;
        try
        {
            folder = Directory.CreateTempSubdirectory("modelhost-exporter-");
            var copy = Path.Combine(folder.FullName, Path.GetFileName(place));
            File.Copy(place, copy);
            return NvmlLibrary.TryLoad(copy, original: place);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Nowhere to put it; it is tried again at the next opening.
            return null;
        }
        finally
        {
            // What is mapped needs no name.
            folder?.Delete(recursive: true);
        }
    }
}
