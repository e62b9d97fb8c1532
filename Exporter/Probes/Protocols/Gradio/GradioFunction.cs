namespace Exporter.Probes.Protocols.Gradio;

/// <summary>One function of a Gradio app, as its <c>/config</c> describes it.</summary>
/// <param name="Name">Its <c>api_name</c>.</param>
/// <param name="Index">The number by which the queue knows it.</param>
/// <param name="Streams">Whether it sends its answer piece by piece.</param>
/// <param name="IsQueued">Whether the app's own page calls it through the queue.</param>
internal sealed record GradioFunction(string Name, int Index, bool Streams, bool IsQueued);
