using BenchmarkDotNet.Attributes;
using Exporter.Configuration;

namespace Exporter.Benchmarks.Micro;

/// <summary>What a reload pays: the demo's configuration, six probes, from text to records.</summary>
public class ConfigurationBenchmarks
{
    private static readonly string File = Path.Combine(AppContext.BaseDirectory, "exporter.demo.yaml");
    private byte[] text = [];

    [GlobalSetup]
    public void Load()
    {
        text = System.IO.File.ReadAllBytes(File);
        if (ConfigFile.Parse(File, text).Errors.Count > 0)
        {
            throw new InvalidOperationException("The demo's configuration does not load.");
        }
    }

    [Benchmark]
    public int Parse() => ConfigFile.Parse(File, text).Value!.Targets.Count;
}
