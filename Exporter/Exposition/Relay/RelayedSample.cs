using Exporter.Exposition.Collection;

namespace Exporter.Exposition.Relay;

/// <summary>One line of another server's exposition, read and with our label <c>target</c> added; its timestamp and exemplar left out.</summary>
/// <param name="Name">The sample's own name, such as <c>x_bucket</c> in a family <c>x</c>.</param>
/// <param name="Labels">Made once by the source and kept, so that a scrape only copies bytes.</param>
/// <param name="Value">As read; NaN and the infinities included.</param>
internal readonly record struct RelayedSample(string Name, LabelSet Labels, double Value);
