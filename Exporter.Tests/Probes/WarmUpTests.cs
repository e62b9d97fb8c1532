using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Tests.Probes.Support;

namespace Exporter.Tests.Probes;

/// <summary>The warm-up runs the very path of a probe to its good end, or what it has not run is compiled inside the first sample.</summary>
[TestFixture]
internal sealed class WarmUpTests
{
    [Test]
    public async Task Each_protocol_is_warmed_to_a_success([Values] ProbeType type) =>
        Assert.That(await ProbeWarmUp.OnceAsync(type, CancellationToken.None), Is.True);

    [TestCase("http://127.0.0.1:1/")]
    [TestCase("http://localhost:1/")]
    [TestCase("https://127.0.0.1:1/")]
    [TestCase("https://localhost:1/")]
    public async Task So_is_what_the_address_takes(string address) =>
        Assert.That(await ConnectionWarmUp.OnceAsync(new Uri(address), CancellationToken.None), Is.True);

    [Test]
    public async Task A_probe_is_prepared_before_its_first_run()
    {
        using var probe = FakeProbe.Answering(static run => run.Succeed());

        await ProbeWarmUp.PrepareAsync(probe, ProbeBench.Target(new Uri("https://localhost:1/")), CancellationToken.None);

        Assert.That(probe.Prepared, Is.EqualTo(1));
    }
}
