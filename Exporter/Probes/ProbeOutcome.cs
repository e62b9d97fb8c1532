namespace Exporter.Probes;

/// <summary>Label <c>outcome</c>: what came of a probe. Texts in <see cref="ProbeErrorTable"/>.</summary>
internal enum ProbeOutcome
{
    /// <summary>Answered in time, whole, and as expected.</summary>
    Success,

    /// <summary>No whole answer within the time-out.</summary>
    Timeout,

    /// <summary>The request never reached the server.</summary>
    ConnectError,

    /// <summary>The server answered with an error status.</summary>
    HttpError,

    /// <summary>The answer was cut, unreadable or carried an error.</summary>
    ProtocolError,

    /// <summary>A whole answer that is not the expected one.</summary>
    Invalid,
}
