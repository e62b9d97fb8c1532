namespace Exporter.Probes;

/// <summary>The contract of METRICS.md in one place: the label text of every outcome, error and skip, and the outcome of every error.</summary>
internal static class ProbeErrorTable
{
    /// <param name="error">Why the probe failed.</param>
    /// <param name="requestSent">Whether the request had been written when it failed.</param>
    /// <param name="statusCode">Status of the answer; null where none came.</param>
    public static ProbeOutcome OutcomeOf(ProbeErrorType error, bool requestSent, int? statusCode) => error switch
    {
        ProbeErrorType.NameResolution => ProbeOutcome.ConnectError,
        ProbeErrorType.ConnectionRefused => ProbeOutcome.ConnectError,
        ProbeErrorType.ConnectionReset => requestSent ? ProbeOutcome.ProtocolError : ProbeOutcome.ConnectError,
        ProbeErrorType.Tls => ProbeOutcome.ConnectError,
        ProbeErrorType.TimeoutConnect => ProbeOutcome.Timeout,
        ProbeErrorType.TimeoutFirstToken => ProbeOutcome.Timeout,
        ProbeErrorType.TimeoutTotal => ProbeOutcome.Timeout,
        ProbeErrorType.Http4xx => ProbeOutcome.HttpError,
        ProbeErrorType.Http429 => ProbeOutcome.HttpError,
        ProbeErrorType.Http5xx => ProbeOutcome.HttpError,
        ProbeErrorType.StreamError => ProbeOutcome.ProtocolError,
        ProbeErrorType.StreamTruncated => ProbeOutcome.ProtocolError,
        ProbeErrorType.BodyTooLarge => ProbeOutcome.ProtocolError,
        ProbeErrorType.NotJson => ProbeOutcome.ProtocolError,
        ProbeErrorType.Assertion => ProbeOutcome.Invalid,
        ProbeErrorType.OutOfMemory => statusCode >= 500 ? ProbeOutcome.HttpError : ProbeOutcome.ProtocolError,
        ProbeErrorType.Other => ProbeOutcome.ProtocolError,
    };

    public static string Label(this ProbeOutcome outcome) => outcome switch
    {
        ProbeOutcome.Success => "success",
        ProbeOutcome.Timeout => "timeout",
        ProbeOutcome.ConnectError => "connect_error",
        ProbeOutcome.HttpError => "http_error",
        ProbeOutcome.ProtocolError => "protocol_error",
        ProbeOutcome.Invalid => "invalid",
    };

    /// <summary>For a person; what was skipped has no outcome and is no request.</summary>
    public static string Label(this ProbeOutcome? outcome) => outcome?.Label() ?? "skipped";

    public static string Label(this ProbeErrorType error) => error switch
    {
        ProbeErrorType.NameResolution => "name_resolution",
        ProbeErrorType.ConnectionRefused => "connection_refused",
        ProbeErrorType.ConnectionReset => "connection_reset",
        ProbeErrorType.Tls => "tls",
        ProbeErrorType.TimeoutConnect => "timeout_connect",
        ProbeErrorType.TimeoutFirstToken => "timeout_first_token",
        ProbeErrorType.TimeoutTotal => "timeout_total",
        ProbeErrorType.Http4xx => "http_4xx",
        ProbeErrorType.Http429 => "http_429",
        ProbeErrorType.Http5xx => "http_5xx",
        ProbeErrorType.StreamError => "stream_error",
        ProbeErrorType.StreamTruncated => "stream_truncated",
        ProbeErrorType.BodyTooLarge => "body_too_large",
        ProbeErrorType.NotJson => "not_json",
        ProbeErrorType.Assertion => "assertion",
        ProbeErrorType.OutOfMemory => "out_of_memory",
        ProbeErrorType.Other => "other",
    };

    public static string Label(this ProbeSkipReason reason) => reason switch
    {
        ProbeSkipReason.Busy => "busy",
        ProbeSkipReason.NotLoaded => "not_loaded",
        ProbeSkipReason.Idle => "idle",
        ProbeSkipReason.Maintenance => "maintenance",
        ProbeSkipReason.Budget => "budget",
        ProbeSkipReason.PreviousRunning => "previous_running",
    };
}
