namespace Exporter.Tests.Host;

/// <summary>A copy of a fixture's proc directory that a test may change.</summary>
internal sealed class TemporaryProc : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("proc-");

    public TemporaryProc(string kernel)
    {
        var source = HostFixture.ProcOf(kernel);
        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            Write(System.IO.Path.GetRelativePath(source, file), File.ReadAllText(file));
        }
    }

    public string Path => folder.FullName;

    /// <summary>Replaces a file in one step: a reader sees the old content or the new.</summary>
    public void Write(string name, string content)
    {
        var path = System.IO.Path.Combine(folder.FullName, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path + ".new", content);
        File.Move(path + ".new", path, overwrite: true);
    }

    public void Delete(string name) => File.Delete(System.IO.Path.Combine(folder.FullName, name));

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
