using Exporter.Configuration;
using Exporter.Tests.Support;

namespace Exporter.Tests.Configuration;

/// <summary>The files of <c>config/</c> are ready to use: each is read without a mistake and asks something.</summary>
[TestFixture]
internal sealed class ReadyFilesTests
{
    private static IEnumerable<TestCaseData> Names() => Directory.EnumerateFiles(Repository.PathOf("config"), "exporter.*.yaml")
        .Select(Path.GetFileName)
        .Order(StringComparer.Ordinal)
        .Select(static name => new TestCaseData(name).SetArgDisplayNames(name!));

    [TestCaseSource(nameof(Names))]
    public void A_ready_file_is_valid_as_it_stands(string name)
    {
        var result = ConfigFile.Read(Repository.PathOf("config", name));

        Assert.That(result.Errors, Is.Empty);
        Assert.That(result.Value!.Targets.SelectMany(static target => target.Probes), Is.Not.Empty);
    }

    /// <summary>What speaks a protocol of others, and what is not known, has no file of its own.</summary>
    [Test]
    public void Every_kind_of_server_has_one() => Assert.That(
        Enum.GetValues<ServerKind>().Except([ServerKind.OpenAi, ServerKind.Other]).Select(static kind => $"exporter.{ServerKindNames.NameOf(kind).Replace('.', '-')}.yaml"),
        Is.SubsetOf(Names().Select(static row => row.Arguments[0])));
}
