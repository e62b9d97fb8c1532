namespace Exporter.Probes;

/// <summary>Label <c>token_count_source</c>: where the number of output tokens comes from.</summary>
internal enum TokenCountSource
{
    /// <summary><c>usage</c>: the server says so.</summary>
    Usage,

    /// <summary><c>chunks</c>: events with generated material were counted; a server may put several tokens into one.</summary>
    Chunks,
}
