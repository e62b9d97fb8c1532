namespace Exporter.Tests.Support;

/// <summary>Prometheus' own checker, from Debian's package.</summary>
internal static class Promtool
{
    private const string Program = "/usr/bin/promtool";

    /// <summary>Runs it with these arguments. Skips the test where there is no promtool.</summary>
    public static async Task<ProcessOutcome> RunAsync(params string[] arguments)
    {
        if (!File.Exists(Program))
        {
            Assert.Ignore($"No {Program} here; Debian has it in the package 'prometheus'.");
        }

        await using var process = ChildProcess.Start(Program, arguments);
        return await process.ExitAsync(TimeSpan.FromSeconds(120));
    }

    /// <summary>What it has to say about an exposition in the text format. Skips the test where there is no promtool.</summary>
    public static async Task<ProcessOutcome> CheckMetricsAsync(string exposition)
    {
        if (!File.Exists(Program))
        {
            Assert.Ignore($"No {Program} here; Debian has it in the package 'prometheus'.");
        }

        using var folder = new TemporaryFolder();
        var file = folder.Write("metrics.txt", exposition);
        await using var process = ChildProcess.Start("/bin/sh", ["-c", $"exec {Program} check metrics < \"$0\"", file]);
        return await process.ExitAsync(TimeSpan.FromSeconds(30));
    }
}
