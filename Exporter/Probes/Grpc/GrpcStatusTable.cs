using Exporter.Probes.Transport;

namespace Exporter.Probes.Grpc;

/// <summary>
/// What every status of gRPC is called in our closed sets. The classes are those of the HTTP status that the code stands for in
/// gRPC's own mapping (google.rpc.Code), so that one alert serves both kinds of server.
/// </summary>
internal static class GrpcStatusTable
{
    public const int Unknown = 2;

    private static readonly (string Name, ProbeErrorType Error)[] Rows =
    [
        ("OK", ProbeErrorType.Other), // Never looked up as an error.
        ("CANCELLED", ProbeErrorType.Other), // By the server: we give up by closing, and do not read its answer.
        ("UNKNOWN", ProbeErrorType.Http5xx), // What an exception in a handler becomes.
        ("INVALID_ARGUMENT", ProbeErrorType.Http4xx),
        ("DEADLINE_EXCEEDED", ProbeErrorType.TimeoutTotal), // Our own deadline, which the server keeps too.
        ("NOT_FOUND", ProbeErrorType.Http4xx),
        ("ALREADY_EXISTS", ProbeErrorType.Http4xx),
        ("PERMISSION_DENIED", ProbeErrorType.Http4xx),
        ("RESOURCE_EXHAUSTED", ProbeErrorType.Http429), // A full queue or a quota: the same advice as with 429, come later.
        ("FAILED_PRECONDITION", ProbeErrorType.Http4xx),
        ("ABORTED", ProbeErrorType.Http4xx),
        ("OUT_OF_RANGE", ProbeErrorType.Http4xx),
        ("UNIMPLEMENTED", ProbeErrorType.Http5xx), // 501: the server has no such service.
        ("INTERNAL", ProbeErrorType.Http5xx),
        ("UNAVAILABLE", ProbeErrorType.Http5xx), // 503
        ("DATA_LOSS", ProbeErrorType.Http5xx),
        ("UNAUTHENTICATED", ProbeErrorType.Http4xx), // 401
    ];

    /// <summary>Number of known codes; they are numbered from 0.</summary>
    public static int Count => Rows.Length;

    /// <summary>The code's name; the number where it is none of the known ones.</summary>
    public static string NameOf(int code) => IsKnown(code) ? Rows[code].Name : $"code {code}";

    /// <summary>The failure of a call that ended with this status. Codes that nobody knows count as UNKNOWN.</summary>
    public static ProbeResult Judge(ProbeRun run, GrpcStatus status)
    {
        var error = ErrorAnswer.IsOutOfMemory(status.Message) ? ProbeErrorType.OutOfMemory : Rows[IsKnown(status.Code) ? status.Code : Unknown].Error;
        var reason = $"grpc-status {NameOf(status.Code)}";
        return run.Fail(error, status.Message.Length == 0 ? reason : $"{reason}: {status.Message}");
    }

    private static bool IsKnown(int code) => code >= 0 && code < Rows.Length;
}
