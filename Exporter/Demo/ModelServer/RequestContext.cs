namespace Exporter.Demo.ModelServer;

/// <summary>What an endpoint knows besides the request's body.</summary>
/// <param name="Sequence">Number of the request since start, from 1.</param>
/// <param name="Created">Unix time in seconds.</param>
/// <param name="IsWrongWanted">Whether the content of the answer shall be wrong.</param>
internal sealed record RequestContext(long Sequence, long Created, bool IsWrongWanted);
