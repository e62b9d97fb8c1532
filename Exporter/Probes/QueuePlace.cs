namespace Exporter.Probes;

/// <summary>A place in a server's own queue, as the server told it.</summary>
/// <param name="Rank">How many are served before this one; 0 is next.</param>
/// <param name="Size">How many wait, this one included; null where the server did not say.</param>
internal readonly record struct QueuePlace(long Rank, long? Size)
{
    /// <summary>Such as <c>rank 2 of 5</c>.</summary>
    public override string ToString() => Size is { } size ? $"rank {Rank} of {size}" : $"rank {Rank}";
}
