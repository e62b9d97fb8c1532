namespace Exporter.Tests.Support;

/// <summary>A folder of its own for one test; gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("modelhost-exporter-test-");

    public string Path => folder.FullName;

    public string PathOf(string name) => System.IO.Path.Combine(folder.FullName, name);

    /// <summary>Writes a file as careful editors do: beside it first, then renamed over it, so that no reader sees half of it.</summary>
    /// <returns>The path of the file.</returns>
    public string Write(string name, string content)
    {
        var path = PathOf(name);
        File.WriteAllText(path + ".new", content);
        File.Move(path + ".new", path, overwrite: true);
        return path;
    }

    public void Dispose()
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A killed process may still be letting go of its files; the system's cleaner takes the rest.
        }
    }
}
