namespace Exporter.Traffic.ServerMetrics;

/// <summary>Why a target's own metrics could not be read.</summary>
internal enum ScrapeFailureReason
{
    /// <summary>No whole answer within the bound; llama.cpp, for one, answers when its engine has time.</summary>
    Timeout,

    /// <summary>Nobody there, or the connection was lost.</summary>
    Connection,

    /// <summary>TLS could not be agreed on, or a file of section <c>tls</c> cannot be used.</summary>
    Tls,

    /// <summary>No credentials.</summary>
    Credentials,

    /// <summary>Any status but 200.</summary>
    HttpStatus,

    /// <summary>Longer than <c>max_bytes</c>.</summary>
    TooLarge,

    /// <summary>What came is no exposition.</summary>
    NotMetrics,
}
