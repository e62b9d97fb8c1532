using Exporter.Exposition.Collection;

namespace Exporter.Exposition.Formats;

/// <summary>Turns a snapshot into the bytes of one format. Stateless: one object serves every scrape.</summary>
internal interface IExpositionWriter
{
    /// <summary>Appends the whole exposition.</summary>
    public void Write(MetricSnapshot snapshot, Utf8Buffer output);
}
