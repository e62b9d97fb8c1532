using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Exporter.Benchmarks.Micro;

/// <summary>
/// Runs the micro-benchmarks within this process: the default toolchain would generate and restore a project of its own,
/// which the build rules of this one do not fit.
/// </summary>
internal static class MicroBenchmarks
{
    public static int Run(string[] words)
    {
        IConfig config = ManualConfig.CreateEmpty()
            .AddJob(Job.Default.WithWarmupCount(6).WithIterationCount(12).WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddExporter(MarkdownExporter.GitHub)
            .AddLogger(ConsoleLogger.Default)
            .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "benchmark-results"));
        string[] all = words.Length == 0 ? ["--filter", "*"] : words;
        bool ran = BenchmarkSwitcher.FromAssembly(typeof(MicroBenchmarks).Assembly).Run(all, config)
            .Any(summary => summary.Reports.Any(report => report.Success));
        return ran ? 0 : 1;
    }
}
