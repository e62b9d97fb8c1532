using Exporter.Configuration.Probes;
using Exporter.Configuration.Scalars;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads one entry of <c>expect.json</c>.</summary>
internal static class JsonExpectReader
{
    public static readonly SectionKeys Keys = new(
        "targets[].probes[].expect.json[]", "pointer", "exists", "equals", "matches", "min", "max", "min_length", "type");

    private static readonly string[] Checks = ["equals", "matches", "min", "max", "min_length", "type"];
    private static readonly Func<string, Parsed<int>> Length = Numbers.WholeBetween(0, int.MaxValue);

    private static readonly Choices<JsonValueType> Types = new(
        ("object", JsonValueType.Object),
        ("array", JsonValueType.Array),
        ("string", JsonValueType.String),
        ("number", JsonValueType.Number),
        ("boolean", JsonValueType.Boolean),
        ("null", JsonValueType.Null));

    public static JsonExpectConfig Read(Section expect)
    {
        var config = new JsonExpectConfig
        {
            Pointer = expect.ReadRequired("pointer", Texts.JsonPointer, ""),
            Exists = expect.ReadOptionalValue("exists", Booleans.Parse),
            EqualTo = EqualTo(expect),
            Matches = expect.ReadOptional("matches", RegexTexts.Parse),
            Min = expect.ReadOptionalValue("min", Numbers.Any),
            Max = expect.ReadOptionalValue("max", Numbers.Any),
            MinLength = expect.ReadOptionalValue("min_length", Length),
            Type = Type(expect),
        };
        RefuseContradictions(expect, config);
        return config;
    }

    /// <summary>Here null is a value: JSON has it.</summary>
    private static string? EqualTo(Section expect) =>
        expect.FindRaw("equals") is YamlScalar { IsNull: true, Text.Length: > 0 } ? "null" : expect.TryRead("equals", Texts.Any, Presence.Defaulted, out var text) ? text : null;

    private static JsonValueType? Type(Section expect) =>
        expect.FindRaw("type") is YamlScalar { IsNull: true, Text.Length: > 0 } ? JsonValueType.Null : expect.ReadOptionalValue("type", Types.Parse);

    private static void RefuseContradictions(Section expect, JsonExpectConfig config)
    {
        if (config.Exists == false && Array.Find(Checks, expect.Has) is { } check)
        {
            expect.Fail(check, "cannot be checked where exists: false says that there is no value");
        }

        if (config.Min > config.Max)
        {
            expect.Fail("min", "must not be greater than max");
        }

        if ((config.Min ?? config.Max) is not null && config.Type is not (null or JsonValueType.Number))
        {
            expect.Fail("type", "min and max need a number");
        }

        if (config.MinLength is not null && config.Type is JsonValueType.Number or JsonValueType.Boolean or JsonValueType.Null)
        {
            expect.Fail("type", "min_length needs an array, object or string");
        }
    }
}
