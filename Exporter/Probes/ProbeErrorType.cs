namespace Exporter.Probes;

/// <summary>Label <c>error_type</c>: why a probe failed. Texts and outcomes in <see cref="ProbeErrorTable"/>.</summary>
internal enum ProbeErrorType
{
    NameResolution,
    ConnectionRefused,
    ConnectionReset,
    Tls,
    TimeoutConnect,
    TimeoutFirstToken,
    TimeoutTotal,
    Http4xx,
    Http429,
    Http5xx,
    StreamError,
    StreamTruncated,
    BodyTooLarge,
    NotJson,
    Assertion,
    OutOfMemory,
    Other,
}
