using Exporter.Traffic.Logs.Lines;
using Exporter.Traffic.Logs.Tailing;

namespace Exporter.Traffic.Logs;

/// <summary>From a line to what is counted.</summary>
internal sealed class LineCounter(IAccessLineParser parser, RouteTable routes, OwnRequests own, AccessLogMetrics metrics) : ILineSink
{
    public void Line(Span<byte> line)
    {
        var plain = AnsiEscapes.Strip(line);
        if (!parser.TryParse(plain, out var access))
        {
            metrics.Line(LogLineResult.Unmatched);
        }
        else if (own.Claim(access))
        {
            metrics.Line(LogLineResult.OwnProbe);
        }
        else
        {
            metrics.Request(HttpMethods.LabelOf(access.Method), routes.LabelOf(access.Path), access.Status, access.DurationSeconds);
        }
    }

    public void TooLong() => metrics.Line(LogLineResult.TooLong);
}
