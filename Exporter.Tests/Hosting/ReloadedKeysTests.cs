using Exporter.Configuration;
using Exporter.Hosting;
using Exporter.Slo;
using Exporter.Tests.Configuration;
using Exporter.Traffic.ServerMetrics;

namespace Exporter.Tests.Hosting;

/// <summary>A reload compares what runs with what is wanted: what it does not see as changed goes on as before, whatever the file says.</summary>
internal sealed class ReloadedKeysTests
{
    private static ExporterConfig Full => FullConfig.Read();

    public static IEnumerable<(string Path, ExporterConfig Config)> OfProbes => Variants(static path => path.Contains("ProbeConfig", StringComparison.Ordinal));

    public static IEnumerable<(string Path, ExporterConfig Config)> OfTargets => Variants(static path => path.StartsWith("/ExporterConfig/TargetConfig", StringComparison.Ordinal));

    /// <summary>Every key of every type of probe.</summary>
    [Test]
    public void A_probe_of_which_any_key_has_changed_is_started_anew()
    {
        var running = Descriptions(Full).ToDictionary(static d => d.Key, static d => new ProbeSlot(d, null!, null!, null!));
        var goOn = OfProbes.Where(v => Descriptions(v.Config).All(d => running.TryGetValue(d.Key, out var slot) && slot.RunsAs(d))).Select(static v => v.Path).ToList();

        Assert.That(OfProbes.Count(), Is.GreaterThan(200));
        Assert.That(goOn, Is.Empty);
    }

    [Test]
    public void A_change_of_one_probe_leaves_all_others_running()
    {
        var running = Descriptions(Full).ToDictionary(static d => d.Key, static d => new ProbeSlot(d, null!, null!, null!));
        var disturbed = OfProbes.Where(v => Descriptions(v.Config).Count(d => !running.TryGetValue(d.Key, out var slot) || !slot.RunsAs(d)) > 1).Select(static v => v.Path).ToList();

        Assert.That(disturbed, Is.Empty);
    }

    /// <summary>What a reload hands to each part of the daemon that knows of targets; each compares it with what it has.</summary>
    [Test]
    public void A_change_of_any_key_of_a_target_reaches_what_it_is_for()
    {
        var now = HandedOver(Full);
        var lost = OfTargets.Where(v => HandedOver(v.Config).SequenceEqual(now)).Select(static v => v.Path).ToList();

        Assert.That(lost, Is.Empty);
    }

    private static IEnumerable<(string Path, ExporterConfig Config)> Variants(Func<string, bool> isWanted) => ConfigVariants.Of(Full).Where(v => isWanted(v.Path));

    private static IEnumerable<ProbeDescription> Descriptions(ExporterConfig config) => config.Targets.SelectMany(static t => t.Probes.Select(p => ProbeSlot.Describe(t, p)));

    private static List<object> HandedOver(ExporterConfig config) =>
    [
        .. Descriptions(config),
        .. CollectionSetup.AccessLogs(config),
        CollectionSetup.Sockets(config),
        CollectionSetup.Processes(config),
        .. CollectionSetup.States(config),
        ServerMetricsOptions.Of(config),
        .. TargetObjectives.Of(config.Targets),
    ];
}
