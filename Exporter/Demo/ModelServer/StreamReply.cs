namespace Exporter.Demo.ModelServer;

/// <summary>Server-sent events.</summary>
/// <param name="Opening">Data sent together with the first token.</param>
/// <param name="Tokens">Data sent one by one at the pace of a model.</param>
/// <param name="Closing">Data sent after the last token.</param>
internal sealed record StreamReply(IReadOnlyList<byte[]> Opening, IReadOnlyList<byte[]> Tokens, IReadOnlyList<byte[]> Closing) : Reply;
