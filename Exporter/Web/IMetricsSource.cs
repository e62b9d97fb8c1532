namespace Exporter.Web;

/// <summary>What the scrape endpoint needs from the exposition.</summary>
internal interface IMetricsSource
{
    /// <summary>Gives the metrics in the format the client likes best. Safe to call from many requests at once.</summary>
    /// <param name="accept">The Accept header; empty where there was none.</param>
    /// <param name="gzip">Whether the client takes gzip.</param>
    /// <param name="deadline">How long it may take, from now.</param>
    /// <returns>Null when the deadline passed first.</returns>
    public ValueTask<MetricsBody?> ScrapeAsync(string accept, bool gzip, TimeSpan deadline, CancellationToken cancellationToken);
}
