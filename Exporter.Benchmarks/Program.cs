using Exporter.Benchmarks.Accuracy;
using Exporter.Benchmarks.Harness;
using Exporter.Benchmarks.Micro;
using Exporter.Benchmarks.Pace;
using Exporter.Benchmarks.Probe;
using Exporter.Benchmarks.Scrape;
using Exporter.Benchmarks.Soak;

string name = args.FirstOrDefault() ?? "";
if (name == "micro")
{
    return MicroBenchmarks.Run(args[1..]);
}

if (name == "accuracy")
{
    return await AccuracyBenchmark.RunAsync();
}

if (name is "soak" or "burst" && SoakArguments.Parse(args.AsSpan(1), name == "soak" ? 10 : 3) is { } watched)
{
    return name == "soak" ? SoakBenchmark.Run(watched) : BurstBenchmark.Run(watched);
}

if (name is not "scrape" and not "probe" and not "pace")
{
    Console.Error.WriteLine($"{BenchmarkArguments.Usage}\n{SoakArguments.Usage}");
    return 1;
}

if (BenchmarkArguments.Parse(args.AsSpan(1), name switch { "scrape" => 5, "pace" => 1, _ => 3 }, name == "pace" ? 60 : 20, out string? error) is not { } arguments)
{
    Console.Error.WriteLine($"{error}\n{BenchmarkArguments.Usage}");
    return 1;
}

return name switch
{
    "scrape" => ScrapeBenchmark.Run(arguments),
    "pace" => PaceBenchmark.Run(arguments),
    _ => ProbeBenchmark.Run(arguments),
};
