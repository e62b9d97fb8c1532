using System.Text.Json;
using Exporter.Configuration.Probes;
using Exporter.Configuration.Scalars;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads a probe of type <c>gradio</c>.</summary>
internal sealed class GradioProbeReader : IProbeReader
{
    private static readonly SectionKeys ExpectKeys = TextExpectReader.Keys.And(new SectionKeys("targets[].probes[].expect", "json"));
    private static readonly Choices<GradioCallPath> CallPaths = new(("auto", GradioCallPath.Auto), ("call", GradioCallPath.Call), ("run", GradioCallPath.Run));

    /// <summary>Stands after the fields that its properties are made of.</summary>
    public static readonly GradioProbeReader Instance = new();

    public SectionKeys Keys { get; } = new("targets[].probes[]", "api_name", "data", "call_path", "output", "expect");

    public IReadOnlyList<SectionKeys> Sections { get; } = [ExpectKeys, JsonExpectReader.Keys];

    public ProbeConfig Read(Section probe, string name)
    {
        var defaults = new GradioProbeConfig { Name = name, Data = "[]" };
        var expect = probe.Child("expect", ExpectKeys);
        return defaults with
        {
            ApiName = probe.Read("api_name", ApiName, defaults.ApiName),
            Data = Data(probe) ?? defaults.Data,
            CallPath = probe.Read("call_path", CallPaths.Parse, defaults.CallPath),
            Output = probe.Read("output", Texts.JsonPointer, defaults.Output),
            Expect = TextExpectReader.Read(expect),
            ExpectJson = expect is null ? defaults.ExpectJson : new([.. expect.Children("json", JsonExpectReader.Keys).Select(JsonExpectReader.Read)]),
        };
    }

    /// <summary>The slash that Gradio's own documentation writes in front is no part of the name.</summary>
    private static Parsed<string> ApiName(string text)
    {
        var name = text.TrimStart('/');
        return name.Length == 0 || name.Any(static character => character <= ' ' || character is '\u007F' or '?' or '#')
            ? Parsed<string>.Bad($"{Shown.Quoted(text)} is not the name of a function, such as predict or chat")
            : Parsed<string>.Good(name);
    }

    /// <summary>A list is sent as JSON; a text must be JSON already.</summary>
    private static string? Data(Section probe)
    {
        switch (probe.Find("data", Presence.Required))
        {
            case null:
                return null;
            case YamlList:
                return BodyReader.Read(probe, "data");
            case YamlScalar scalar when IsJsonList(scalar.Text):
                return scalar.Text;
            case var other:
                probe.Fail("data", $"must be the list of the function's arguments, or a text that is such a list in JSON, but is {other.Kind}");
                return null;
        }
    }

    private static bool IsJsonList(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Array;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
