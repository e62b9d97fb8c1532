using System.Text;
using Exporter.Exposition.Formats;

namespace Exporter.Exposition.Collection;

/// <summary>The boundaries of a classic histogram and their <c>le</c> labels, rendered once and shared by all series that have them.</summary>
internal sealed class BucketLayout
{
    /// <param name="bounds">Finite upper bounds, ascending; the bucket up to infinity is implied.</param>
    public BucketLayout(double[] bounds)
    {
        Bounds = bounds;
        Labels = [.. bounds.Append(double.PositiveInfinity).Select(b => Encoding.UTF8.GetBytes("le=\"" + FloatText.Boundary(b) + "\"} "))];
    }

    public double[] Bounds { get; }

    /// <summary><c>le="0.5"} </c> for every bucket, the infinite one last.</summary>
    public byte[][] Labels { get; }

    /// <summary>Buckets, the infinite one included.</summary>
    public int Count => Labels.Length;

    /// <summary>OpenMetrics forbids a sum where a boundary is negative.</summary>
    public bool HasNegativeBound => Bounds.Length > 0 && Bounds[0] < 0;
}
