using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Exporter.Slo.Reports;

/// <summary>The query API of a Prometheus, or of what speaks like one.</summary>
/// <param name="http">With its time-out, its authorization and a bound on answers.</param>
/// <param name="server">Its address, with the path under which it is served.</param>
internal sealed class PrometheusApi(HttpClient http, Uri server)
{
    /// <summary>So much of an answer that is not understood is shown.</summary>
    private const int ShownLength = 200;

    /// <summary>Evaluates an expression at one moment. What goes wrong is said in the answer.</summary>
    public async Task<QueryAnswer> QueryAsync(string expression, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var time = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var address = new Uri($"{server.GetLeftPart(UriPartial.Path).TrimEnd('/')}/api/v1/query?time={time}&query={Uri.EscapeDataString(expression)}");
        try
        {
            using var response = await http.GetAsync(address, cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            return Read(response.StatusCode, body);
        }
        catch (HttpRequestException failed)
        {
            return QueryAnswer.Failed($"{Shown}: {failed.GetBaseException().Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return QueryAnswer.Failed($"{Shown} did not answer within {http.Timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s");
        }
    }

    private string Shown => server.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    private QueryAnswer Read(HttpStatusCode status, string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.GetProperty("status").GetString() != "success")
            {
                return QueryAnswer.Failed($"{Shown} refused a query ({Text(root, "errorType")}): {Text(root, "error")}");
            }

            var data = root.GetProperty("data");
            return data.GetProperty("resultType").GetString() == "vector"
                ? new QueryAnswer([.. data.GetProperty("result").EnumerateArray().Select(Sample).OfType<QuerySample>()], Warnings(root), null)
                : QueryAnswer.Failed($"{Shown} answered a query with something that is no vector");
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            var start = body.Length > ShownLength ? body[..ShownLength] + "…" : body;
            return QueryAnswer.Failed(status == HttpStatusCode.OK
                ? $"{Shown} does not answer like a Prometheus: {start.ReplaceLineEndings(" ").Trim()}"
                : $"{Shown} answered {(int)status} {status}: {start.ReplaceLineEndings(" ").Trim()}");
        }
    }

    private static string Text(JsonElement element, string key) =>
        element.TryGetProperty(key, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()! : "no reason given";

    private static IReadOnlyList<string> Warnings(JsonElement root) =>
        root.TryGetProperty("warnings", out var warnings) && warnings.ValueKind is JsonValueKind.Array ? [.. warnings.EnumerateArray().Select(static w => w.ToString())] : [];

    /// <summary>Null for what is no number: a share of nothing.</summary>
    private static QuerySample? Sample(JsonElement element)
    {
        var value = double.Parse(Finite(element.GetProperty("value")[1].GetString()!), CultureInfo.InvariantCulture);
        return double.IsFinite(value)
            ? new QuerySample(element.GetProperty("metric").EnumerateObject().ToDictionary(static p => p.Name, static p => p.Value.GetString()!, StringComparer.Ordinal), value)
            : null;
    }

    private static string Finite(string text) => text is "+Inf" or "-Inf" ? "NaN" : text;
}
