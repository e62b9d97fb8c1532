namespace Exporter.Exposition;

/// <summary>Why a scrape has no body.</summary>
internal enum ScrapeFailure
{
    /// <summary>The deadline passed first: something holds the collection up. The collection goes on and serves the next scrape.</summary>
    DeadlineExceeded,

    /// <summary>A bug of ours, already logged.</summary>
    Failed,

    /// <summary>The pipeline is disposed.</summary>
    Stopped,
}
