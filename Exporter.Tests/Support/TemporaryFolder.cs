namespace Exporter.Tests.Support;

/// <summary>A folder of its own for one test; gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("modelhost-exporter-test-");

    public string Path => folder.FullName;

    public string PathOf(string name) => System.IO.Path.Combine(folder.FullName, name);

    /// <summary>Writes a file as careful editors do: beside it first, then renamed over it, so that no reader sees half of it.</summary>
    /// <param name="name">Folders on the way to it are made.</param>
    /// <returns>The path of the file.</returns>
    public string Write(string name, string content)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path + ".new", content);
        File.Move(path + ".new", path, overwrite: true);
        return path;
    }

    /// <summary>Writes a shell script that can be run; the test is skipped with the reason where nothing in this folder can.</summary>
    /// <returns>The path of the file.</returns>
    public string WriteProgram(string name, string script)
    {
        if (Executable.WhyNotIn(Path) is { } why)
        {
            Assert.Ignore(why);
        }

        var path = Write(name, "#!/bin/sh\n" + script);
        Executable.Mark(path);
        return path;
    }

    /// <summary>Changes a file that stays the same one for who has it open, as the kernel's files do.</summary>
    public void Overwrite(string name, string content) => File.WriteAllText(PathOf(name), content);

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
