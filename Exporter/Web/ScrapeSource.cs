using Exporter.Exposition;
using Exporter.Exposition.Negotiation;

namespace Exporter.Web;

/// <summary>Where the scrape endpoint's answers come from: <see cref="MetricsPipeline.ScrapeAsync"/>, or a canned text in a test. Called by many requests at once.</summary>
/// <param name="format">What the client likes best of what is served.</param>
/// <param name="gzip">Whether the body is to be compressed.</param>
/// <param name="deadline">How long it may take, from now.</param>
/// <returns>A body, disposed by the caller, or why there is none.</returns>
internal delegate ValueTask<ScrapeResult> ScrapeSource(ExpositionFormat format, bool gzip, TimeSpan deadline, CancellationToken cancellationToken);
