using System.Globalization;
using System.Net.Http.Headers;

namespace Exporter.Probes.Grpc;

/// <summary>How a call ended: <c>grpc-status</c> and <c>grpc-message</c>.</summary>
/// <param name="Code">0 is success; see <see cref="GrpcStatusTable"/>.</param>
/// <param name="Message">The server's words; may be empty.</param>
internal sealed record GrpcStatus(int Code, string Message)
{
    public bool IsOk => Code == 0;

    /// <summary>From the trailers, or from the headers of an answer that has nothing else.</summary>
    /// <returns>Null where there is no such header; a status that is no number counts as UNKNOWN, as the protocol has it.</returns>
    public static GrpcStatus? Read(HttpResponseHeaders headers)
    {
        if (!headers.TryGetValues("grpc-status", out var statuses))
        {
            return null;
        }

        var isNumber = int.TryParse(statuses.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var code);
        var message = headers.TryGetValues("grpc-message", out var messages) ? Uri.UnescapeDataString(messages.First()) : "";
        return new GrpcStatus(isNumber ? code : GrpcStatusTable.Unknown, message);
    }
}
