using Exporter.Benchmarks.Harness;
using Exporter.Benchmarks.Micro;
using Exporter.Benchmarks.Probe;
using Exporter.Benchmarks.Scrape;

string name = args.FirstOrDefault() ?? "";
if (name == "micro")
{
    return MicroBenchmarks.Run(args[1..]);
}

if (name is not "scrape" and not "probe")
{
    Console.Error.WriteLine(BenchmarkArguments.Usage);
    return 1;
}

if (BenchmarkArguments.Parse(args.AsSpan(1), name == "scrape" ? 5 : 3, out string? error) is not { } arguments)
{
    Console.Error.WriteLine($"{error}\n{BenchmarkArguments.Usage}");
    return 1;
}

return name == "scrape" ? ScrapeBenchmark.Run(arguments) : ProbeBenchmark.Run(arguments);
