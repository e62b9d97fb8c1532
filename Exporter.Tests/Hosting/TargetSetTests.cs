using Exporter.Configuration;
using Exporter.Hosting;
using Exporter.Probes.Metrics;
using Exporter.Tests.Exposition.Support;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Hosting;

internal sealed class TargetSetTests
{
    private const string Name = "target-set-test";

    [Test]
    public async Task What_could_not_be_started_is_started_by_the_next_attempt_and_has_its_series_once()
    {
        await using var server = ScriptedServer.Answering(200, "well");
        using var under = new PipelineUnderTest(o => o with { MeterNames = [ProbeMetrics.MeterName], CardinalityLimit = ProbeMetrics.CardinalityLimit });
        await using var set = new TargetSet(under.Pipeline, withGenAi: false, under.Clock, new RecordingLoggerFactory());
        var good = ProbeBench.Target(server.Url, Name) with { Probes = new([ProbeBench.Http()]) };
        var changed = good with { Maintenance = new([new MaintenanceWindowConfig { Start = TimeSpan.Zero, Duration = TimeSpan.FromHours(1), TimeZone = "No/Where" }]) };
        await set.ApplyAsync([good, good with { Name = Name + "-removed" }]);

        Assert.That(async () => await set.ApplyAsync([changed]), Throws.InstanceOf<TimeZoneNotFoundException>());
        Assert.That(InfoOf(await under.TextAsync()), Is.Empty, "nothing runs, and nothing says so");
        await set.ApplyAsync([good, good with { Name = Name + "-removed" }]);

        await under.Clock.WaitForTimersAsync(2);
        under.Clock.Advance(TimeSpan.FromSeconds(3));
        await Eventually.IsTrueAsync(() => server.Connections >= 2, "both are probed");
        Assert.That(InfoOf(await under.TextAsync()), Has.Length.EqualTo(2));
    }

    private static string[] InfoOf(string exposition) =>
        [.. exposition.Split('\n').Where(static line => line.StartsWith("probe_info{", StringComparison.Ordinal) && line.Contains($"target=\"{Name}", StringComparison.Ordinal))];
}
