using Exporter.Tests.Support;

namespace Exporter.Tests.Host;

/// <summary>A copy of a fixture's proc directory that a test may change.</summary>
internal sealed class TemporaryProc : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TemporaryProc(string kernel)
    {
        var source = HostFixture.ProcOf(kernel);
        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            Write(System.IO.Path.GetRelativePath(source, file), File.ReadAllText(file));
        }
    }

    public string Path => folder.Path;

    /// <inheritdoc cref="TemporaryFolder.Write"/>
    public void Write(string name, string content) => folder.Write(name, content);

    public void Delete(string name) => File.Delete(folder.PathOf(name));

    public void Dispose() => folder.Dispose();
}
