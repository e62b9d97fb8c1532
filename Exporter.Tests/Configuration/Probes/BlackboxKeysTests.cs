using Exporter.Configuration.Probes;
using Exporter.Configuration.Readers.Probes;
using Exporter.Tests.Support;

namespace Exporter.Tests.Configuration.Probes;

/// <summary>Whoever brings keys of blackbox_exporter is told ours.</summary>
[TestFixture]
internal sealed class BlackboxKeysTests
{
    [Test]
    public void Each_is_explained_in_the_documentation()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "blackbox.md"));

        Assert.That(BlackboxKeys.Hints.Keys.Where(key => !page.Contains(key, StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void None_hides_a_key_of_ours() =>
        Assert.That(Enum.GetValues<ProbeType>().SelectMany(type => ProbeReader.KeysOf(type).Names).Intersect(BlackboxKeys.Hints.Keys), Is.Empty);

    [TestCaseSource(nameof(Types))]
    public void Every_type_of_probe_tells_them(ProbeType type) =>
        Assert.That(BlackboxKeys.Hints.Select(hint => ProbeReader.KeysOf(type).Problem(hint.Key)), Is.EqualTo(BlackboxKeys.Hints.Values));

    private static ProbeType[] Types() => Enum.GetValues<ProbeType>();
}
