using System.Text.Json;
using Exporter.Configuration.Probes;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads what both probes of the Open Inference Protocol say of request and answer.</summary>
internal static class InferenceReader
{
    /// <summary>The inference request as it stands; null means one made from the metadata.</summary>
    public static string? ReadBody(Section probe)
    {
        if (probe.Has("body") && probe.Has("text"))
        {
            probe.Fail("text", "has no effect beside a body; remove one of the two");
        }

        var body = BodyReader.Read(probe, "body");
        if (body is not null && !IsJsonObject(body))
        {
            probe.Fail("body", "must be the inference request: a map, or a text that is an object in JSON");
        }

        return body;
    }

    private static bool IsJsonObject(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind is JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <param name="keys">Of the section <c>expect</c>; each protocol has its own.</param>
    public static ValueList<JsonExpectConfig> ReadExpectations(Section probe, SectionKeys keys) => probe.Child("expect", keys) is { } expect
        ? new([.. expect.Children("json", JsonExpectReader.Keys).Select(JsonExpectReader.Read)])
        : ValueList<JsonExpectConfig>.Empty;
}
