namespace Exporter.Configuration.Readers;

/// <summary>Reads what both probes of the Open Inference Protocol say of request and answer.</summary>
internal static class InferenceReader
{
    /// <summary>The inference request as it stands; null means one made from the metadata.</summary>
    public static string? ReadBody(Section probe)
    {
        if (probe.Has("body") && probe.Has("text"))
        {
            probe.Fail("text", "has no effect beside a body");
        }

        return BodyReader.Read(probe, "body");
    }

    /// <param name="keys">Of the section <c>expect</c>; each protocol has its own.</param>
    public static ValueList<JsonExpectConfig> ReadExpectations(Section probe, SectionKeys keys) => probe.Child("expect", keys) is { } expect
        ? new([.. expect.Children("json", JsonExpectReader.Keys).Select(JsonExpectReader.Read)])
        : ValueList<JsonExpectConfig>.Empty;
}
