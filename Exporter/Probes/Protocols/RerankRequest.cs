using System.Text.Json;
using Exporter.Configuration.Probes;

namespace Exporter.Probes.Protocols;

/// <summary>The body of a request to put documents in order, written before the clock starts.</summary>
internal static class RerankRequest
{
    /// <param name="dialect">Any but <see cref="RerankDialect.Auto"/>, which writes as <see cref="RerankDialect.Jina"/> does.</param>
    /// <param name="model">Null leaves the choice to the server.</param>
    public static byte[] Serialise(RerankDialect dialect, RerankRequestConfig request, string? model) => JsonBody.Of(json => Write(json, dialect, request, model));

    private static void Write(Utf8JsonWriter json, RerankDialect dialect, RerankRequestConfig request, string? model)
    {
        switch (dialect)
        {
            case RerankDialect.Tei:
                json.WriteString("query", request.Query);
                json.WriteTexts("texts", request.Documents);
                json.WriteBoolean("raw_scores", false);
                break;
            case RerankDialect.Score:
                json.WriteIfGiven("model", model);
                json.WriteString("text_1", request.Query);
                json.WriteTexts("text_2", request.Documents);
                break;
            default:
                json.WriteIfGiven("model", model);
                json.WriteString("query", request.Query);
                json.WriteTexts("documents", request.Documents);
                json.WriteNumber("top_n", request.Documents.Count);
                break;
        }
    }
}
