using OpenTelemetry;

namespace Exporter.Exposition.Collection;

/// <summary>What we know of one point of a stream: its attributes as the SDK holds them, and the series they became.</summary>
/// <param name="tags">The SDK's own objects: it keeps one array a point for ever, so a point is known again by reference alone.</param>
/// <param name="series">Null for a point that is never exposed.</param>
internal sealed class PointSlot(KeyValuePair<string, object?>[] tags, Series? series, DropReason? refusal)
{
    public Series? Series { get; set; } = series;

    /// <summary>Why the point is never exposed; null for an ordinary one.</summary>
    public DropReason? Refusal { get; } = refusal;

    public KeyValuePair<string, object?>[] Tags { get; } = tags;

    public bool Matches(ReadOnlyTagCollection candidate)
    {
        if (candidate.Count != Tags.Length)
        {
            return false;
        }

        var i = 0;
        foreach (var tag in candidate)
        {
            if (!ReferenceEquals(tag.Key, Tags[i].Key) || !ReferenceEquals(tag.Value, Tags[i].Value))
            {
                return false;
            }

            i++;
        }

        return true;
    }
}
