using Exporter.Tests.Support;

namespace Exporter.Tests.Host;

/// <summary>A whole fake proc directory in, every series out, for kernels and machines of several kinds.</summary>
[TestFixture]
internal sealed class KernelFixturesTests
{
    private static readonly string[] kernels = ["rhel8-4.18", "debian11-5.10", "debian12-6.1", "container-6.8", "epyc256-6.6", "grace-arm64-6.5", "microvm-6.18"];

    [TestCaseSource(nameof(kernels))]
    public async Task The_series_of_a_kernel_are_as_expected(string kernel)
    {
        await using var host = new HostFixture(HostFixture.ProcOf(kernel));
        await host.ReadFirstAsync();
        var actual = string.Join('\n', HostMeasurements.Collect(host.Collection)) + "\n";
        GoldenFile.Check(actual, Path.Combine(HostFixture.ProcOf(kernel), "..", "expected.txt"));
        Assert.That(host.Health.IsUp, Is.True);
    }

    [Test]
    public void Every_fixture_is_tested()
    {
        var folders = Directory.GetDirectories(Repository.PathOf("Exporter.Tests", "Fixtures", "Host")).Select(Path.GetFileName);
        Assert.That(folders, Is.EquivalentTo(kernels));
    }
}
