using System.Reflection;
using Exporter.Configuration;
using Exporter.Configuration.Traffic;
using Exporter.Hosting;
using Exporter.Tests.Configuration;

namespace Exporter.Tests.Architecture;

/// <summary>What can be configured arrives where it has its effect: a key that is read from the file and then lost works nowhere, and nobody notices.</summary>
internal sealed class ConfigurationKeyTests
{
    /// <summary>Keys whose effect is within the configuration itself.</summary>
    private static readonly Dictionary<string, string> UsedByReaders = new()
    {
        ["QualityConfig.CasesFile"] = "its cases stand in Cases",
        ["QualityConfig.BaselineFile"] = "its references stand in Cases; the command that writes it reads it too",
        ["QualityCaseConfig.Documents"] = "Asking",
        ["HttpProbeConfig.Preset"] = "its defaults stand in the other keys",
        ["HttpProbeConfig.Path"] = "PathFor",
        ["HttpProbeConfig.HealthPath"] = "HealthPathFor",
        ["TgiGenerateProbeConfig.Path"] = "AskedPath",
        ["RerankProbeConfig.Path"] = "AskedPath",
    };

    private static readonly List<PropertyInfo> Keys = [.. ConfigRecords.All.SelectMany(static record => record.GetProperties().Where(static p => p.CanWrite))];

    private static readonly List<PropertyRead> Reads = [.. SourceModel.Daemon.ReadsOf(Keys.Select(static key => key.Name).ToHashSet())];

    [Test]
    public void Every_key_is_read_where_the_daemon_works()
    {
        var read = Reads.Where(static r => r.Folder is not ("Configuration" or "Commands" or "Demo")).Select(static r => r.Property).ToHashSet();

        Assert.That(Keys, Has.Count.GreaterThan(150));
        Assert.That(Keys.Select(NameOf).Except(read), Is.EquivalentTo(UsedByReaders.Keys));
    }

    /// <summary>So that one part of the daemon does not lose what another gives it: the hosting takes out of a probe's target what should not restart the probe.</summary>
    [Test]
    public void Nothing_that_a_probe_reads_of_its_target_is_taken_out_on_the_way_to_it()
    {
        var full = FullConfig.Read().Targets[0] with { Server = ServerKind.LlamaCpp, Sockets = false, State = new StateConfig { Hold = TimeSpan.FromSeconds(1) } };
        var seen = ProbeSlot.Describe(full, full.Probes[0]).Target;

        var taken = typeof(TargetConfig).GetProperties().Where(p => !Equals(p.GetValue(full), p.GetValue(seen))).Select(NameOf).ToList();

        Assert.That(taken, Is.Not.Empty, "what is looked for");
        Assert.That(Reads.Where(r => r.Folder == "Probes" && taken.Contains(r.Property)).Select(static r => $"{r.File} reads {r.Property}"), Is.Empty);
    }

    private static string NameOf(PropertyInfo property) => $"{property.DeclaringType!.Name}.{property.Name}";
}
