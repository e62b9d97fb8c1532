namespace Exporter.Demo.ModelServer;

/// <summary>One JSON document.</summary>
/// <param name="Status">HTTP status code.</param>
/// <param name="Body">UTF-8.</param>
internal sealed record JsonReply(int Status, byte[] Body) : Reply;
