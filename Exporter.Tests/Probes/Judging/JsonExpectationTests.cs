using System.Text.Json;
using Exporter.Configuration.Probes;
using Exporter.Probes.Judging;

namespace Exporter.Tests.Probes.Judging;

public class JsonExpectationTests
{
    private const string Document = """{"label":"positive","score":0.25,"ok":true,"none":null,"spans":[1,2],"inner":{"a":1},"emoji":"👍👍"}""";

    private static readonly TestCaseData[] Holding =
    [
        new(new JsonExpectConfig { Pointer = "/label" }),
        new(new JsonExpectConfig { Pointer = "/label", Exists = true, EqualTo = "positive", Type = JsonValueType.String }),
        new(new JsonExpectConfig { Pointer = "/missing", Exists = false }),
        new(new JsonExpectConfig { Pointer = "/score", Min = 0.25, Max = 0.25, Type = JsonValueType.Number }),
        new(new JsonExpectConfig { Pointer = "/score", EqualTo = "0.25" }),
        new(new JsonExpectConfig { Pointer = "/ok", EqualTo = "true", Type = JsonValueType.Boolean }),
        new(new JsonExpectConfig { Pointer = "/none", EqualTo = "null", Type = JsonValueType.Null }),
        new(new JsonExpectConfig { Pointer = "/label", Matches = "^pos" }),
        new(new JsonExpectConfig { Pointer = "/spans", MinLength = 2, Type = JsonValueType.Array }),
        new(new JsonExpectConfig { Pointer = "/inner", MinLength = 1, Type = JsonValueType.Object }),
        new(new JsonExpectConfig { Pointer = "/emoji", MinLength = 2 }),
        new(new JsonExpectConfig { Pointer = string.Empty, Type = JsonValueType.Object }),
    ];

    private static readonly TestCaseData[] Broken =
    [
        new(new JsonExpectConfig { Pointer = "/missing" }, "/missing is missing"),
        new(new JsonExpectConfig { Pointer = "/missing", Min = 1 }, "/missing is missing"),
        new(new JsonExpectConfig { Pointer = "/label", Exists = false }, "/label exists"),
        new(new JsonExpectConfig { Pointer = "/label", EqualTo = "negative" }, "/label is 'positive', not 'negative'"),
        new(new JsonExpectConfig { Pointer = "/label", Matches = "^neg" }, "/label is 'positive', which does not match '^neg'"),
        new(new JsonExpectConfig { Pointer = "/score", Min = 0.5 }, "/score is 0.25, less than 0.5"),
        new(new JsonExpectConfig { Pointer = "/score", Max = 0.1 }, "/score is 0.25, more than 0.1"),
        new(new JsonExpectConfig { Pointer = "/label", Min = 0 }, "/label is string, not number"),
        new(new JsonExpectConfig { Pointer = "/none", Type = JsonValueType.Number }, "/none is null, not number"),
        new(new JsonExpectConfig { Pointer = "/spans", MinLength = 3 }, "/spans has length 2, less than 3"),
        new(new JsonExpectConfig { Pointer = "/emoji", MinLength = 3 }, "/emoji has length 2, less than 3"),
        new(new JsonExpectConfig { Pointer = "/ok", MinLength = 1 }, "/ok is boolean and has no length"),
        new(new JsonExpectConfig { Pointer = "/inner", EqualTo = "x" }, "/inner is object and has no text"),
        new(new JsonExpectConfig { Pointer = string.Empty, Type = JsonValueType.Array }, "the document is object, not array"),
    ];

    [TestCaseSource(nameof(Holding))]
    public void What_holds_has_no_violation(object check) => Assert.That(Violation(check), Is.Null);

    [TestCaseSource(nameof(Broken))]
    public void What_does_not_hold_is_said_in_one_line(object check, string reason) => Assert.That(Violation(check), Is.EqualTo(reason));

    [Test]
    public void A_pattern_that_explodes_is_given_up()
    {
        using var document = JsonDocument.Parse($$"""{"x":"{{new string('a', 40)}}!"}""");
        var check = new JsonExpectation(new JsonExpectConfig { Pointer = "/x", Matches = "^(?=a)(a+)+$" });

        Assert.That(check.Violation(document.RootElement), Is.EqualTo("/x took too long to match '^(?=a)(a+)+$'"));
    }

    private static string? Violation(object check)
    {
        using var document = JsonDocument.Parse(Document);
        return new JsonExpectation((JsonExpectConfig)check).Violation(document.RootElement);
    }
}
