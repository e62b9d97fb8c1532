using Exporter.Tests.Probes.Support;

namespace Exporter.Tests.Probes.Protocols;

[TestFixture]
internal sealed class RecordingTests
{
    /// <summary>Each of them has a table of verdicts that names every file of its folder.</summary>
    [Test]
    public void Every_server_that_was_recorded_is_played_back() => Assert.That(
        Directory.GetDirectories(Recording.PathOf("", "")).Select(Path.GetFileName),
        Is.EquivalentTo(new[] { "gradio-5.45", "llama-server", "llama-server-b11669", "ollama-0.33", "streamlit-1.39", "streamlit-1.62" }));
}
