using Exporter.Tests.Probes.Support;

namespace Exporter.Tests.Probes.Protocols;

[TestFixture]
internal sealed class RecordingTests
{
    /// <summary>Each of them has a table of verdicts that names every file of its folder.</summary>
    [Test]
    public void Every_server_that_was_recorded_is_played_back() => Assert.That(
        Directory.GetDirectories(Recording.PathOf("", "")).Select(Path.GetFileName),
        Is.EquivalentTo(new[] { "gradio-3.50", "gradio-4.8", "gradio-4.16", "gradio-4.19", "gradio-5.45", "gradio-5.45-queue", "gradio-6.25", "llama-server", "llama-server-b11669", "ollama-0.33", "streamlit-1.39", "streamlit-1.62" }));
}
