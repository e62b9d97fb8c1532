using Exporter.Configuration;
using Exporter.Tests.Support;

namespace Exporter.Tests.Configuration;

/// <summary>One file a mistake, named after it, with the exact report beside it.</summary>
[TestFixture]
internal sealed class BadFileTests
{
    private static readonly string Folder = Repository.PathOf("Exporter.Tests", "Fixtures", "Config", "bad");

    private static IEnumerable<TestCaseData> Names() => Directory.EnumerateFiles(Folder, "*.yaml")
        .Select(Path.GetFileNameWithoutExtension)
        .Order(StringComparer.Ordinal)
        .Select(static name => new TestCaseData(name).SetArgDisplayNames(name!));

    [TestCaseSource(nameof(Names))]
    public void A_bad_file_is_refused_with_exactly_this_report(string name)
    {
        var result = ConfigFile.Parse(name + ".yaml", File.ReadAllBytes(Path.Combine(Folder, name + ".yaml")), Folder);

        Assert.That(result.Value, Is.Null);
        GoldenFile.Check(ConfigReport.Format(result.Errors), Path.Combine(Folder, name + ".expected.txt"));
    }

    [Test]
    public void There_are_at_least_forty_and_each_has_its_report()
    {
        var inputs = Directory.GetFiles(Folder, "*.yaml").Select(Path.GetFileNameWithoutExtension).ToList();
        var reports = Directory.GetFiles(Folder, "*.expected.txt").Select(static path => Path.GetFileName(path).Replace(".expected.txt", "", StringComparison.Ordinal)).ToList();

        Assert.That(inputs, Has.Count.GreaterThanOrEqualTo(40));
        Assert.That(reports, Is.EquivalentTo(inputs));
    }

    [Test]
    public void No_report_shows_a_secret()
    {
        var reports = Directory.GetFiles(Folder, "*.expected.txt").Select(File.ReadAllText);

        Assert.That(reports, Has.All.Not.Contains("sk-1").And.All.Not.Contains("hunter2").And.All.Not.Contains("s3cret"));
    }
}
