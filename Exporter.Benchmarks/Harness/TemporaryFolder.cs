namespace Exporter.Benchmarks.Harness;

/// <summary>A folder of this run alone; disposing removes it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("modelhost-exporter-benchmark-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
