namespace Exporter.Traffic.Logs.Positions;

/// <summary>How far one log of the configuration was read.</summary>
internal sealed record SourcePosition
{
    /// <summary>Label <c>target</c>.</summary>
    public required string Target { get; init; }

    /// <summary>The path or pattern, or the unit behind <c>journal:</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The journal's name for its place; null for files, and before the first message.</summary>
    public string? Cursor { get; init; }

    /// <summary>Those that are followed, and those that were renamed and still are.</summary>
    public IReadOnlyList<FilePosition> Files { get; init; } = [];
}
