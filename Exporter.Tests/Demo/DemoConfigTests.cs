using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Tests.Support;

namespace Exporter.Tests.Demo;

/// <summary>The configuration that the demo runs, and its copy in the program.</summary>
[TestFixture]
internal sealed class DemoConfigTests
{
    private static readonly string path = Repository.PathOf("config", "exporter.demo.yaml");

    [Test]
    public void It_is_without_a_mistake_and_asks_the_demo_server_in_every_way()
    {
        var read = ConfigFile.Read(path);
        Assert.That(read.Errors, Is.Empty);
        Assert.That(read.Value!.Gpu.Simulated, Is.EqualTo(2));
        var target = read.Value.Targets.Single();
        Assert.That(target.Probes.Select(probe => probe.Name), Is.SupersetOf(new[] { "chat", "chat-once", "predict", "rerank", "embeddings", "health" }));
        Assert.That(target.Slo!.Probe, Is.EqualTo("chat"));
        Assert.That(target.Probes.OfType<OpenAiChatProbeConfig>().Select(probe => probe.Request.Stream).Distinct(), Is.EquivalentTo(new[] { true, false }));
    }

    [Test]
    public void The_program_carries_the_same_text()
    {
        using var embedded = typeof(ConfigFile).Assembly.GetManifestResourceStream("exporter.demo.yaml");
        using var reader = new StreamReader(embedded!);
        Assert.That(reader.ReadToEnd(), Is.EqualTo(File.ReadAllText(path)));
    }
}
