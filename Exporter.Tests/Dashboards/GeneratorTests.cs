using Exporter.Tests.Support;

namespace Exporter.Tests.Dashboards;

/// <summary>The JSON is written by tools/dashboards/generate.py; who edits one of them without the other loses the edit.</summary>
internal sealed class GeneratorTests
{
    [Test]
    public async Task The_files_are_what_the_generator_writes()
    {
        await Python.RequireAsync("json", "python3");
        using var folder = new TemporaryFolder();
        await using var process = Python.Start([Repository.PathOf("tools", "dashboards", "generate.py"), folder.PathOf("")]);
        var outcome = await process.ExitAsync(TimeSpan.FromSeconds(30));

        Assert.That(outcome.ExitCode, Is.Zero, outcome.ToString());
        Assert.That(Directory.EnumerateFiles(folder.PathOf("")).Select(Path.GetFileName), Is.EquivalentTo(Dashboard.All.Select(d => d.File)));
        foreach (var dashboard in Dashboard.All)
        {
            Assert.That(
                await File.ReadAllTextAsync(Path.Combine(Dashboard.Folder, dashboard.File)),
                Is.EqualTo(await File.ReadAllTextAsync(folder.PathOf(dashboard.File))),
                $"{dashboard.File}: run python3 tools/dashboards/generate.py");
        }
    }
}
