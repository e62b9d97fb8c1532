using System.Text.Json;
using System.Text.Json.Nodes;
using Exporter.Probes.Protocols.Gradio;
using FsCheck;
using FsCheck.Fluent;

namespace Exporter.Tests.Probes.Protocols.Gradio;

/// <summary>Answers that are sent as changes to the answer before.</summary>
public class GradioChangesTests
{
    [TestCase("""["a"]""", """[[["append",[],"b"]]]""", """["ab"]""")]
    [TestCase("""["a", 1]""", """[[["replace",[],"b"]],[]]""", """["b",1]""")]
    [TestCase("""["a"]""", """[[["append",[],"b"],["append",[],"c"]]]""", """["abc"]""")]
    [TestCase("""[[["hi","a"]]]""", """[[["append",[0,1],"b"]]]""", """[[["hi","ab"]]]""")]
    [TestCase("""[[{"role":"user"}]]""", """[[["add",[1],{"role":"assistant","content":"a"}]]]""", """[[{"role":"user"},{"role":"assistant","content":"a"}]]""")]
    [TestCase("""[[{"role":"assistant","content":"a"}]]""", """[[["append",[0,"content"],"b"]]]""", """[[{"role":"assistant","content":"ab"}]]""")]
    [TestCase("""[[1,2,3]]""", """[[["add",[0],0]]]""", """[[0,1,2,3]]""")]
    [TestCase("""[[1,2,3]]""", """[[["delete",[1],null]]]""", """[[1,3]]""")]
    [TestCase("""[[1,2,3]]""", """[[["replace",[1],9]]]""", """[[1,9,3]]""")]
    [TestCase("""[{"a":1}]""", """[[["add",["b"],2]]]""", """[{"a":1,"b":2}]""")]
    [TestCase("""[{"a":1,"b":2}]""", """[[["delete",["a"],null]]]""", """[{"b":2}]""")]
    [TestCase("""[{"a":1}]""", """[[["add",["a"],2]]]""", """[{"a":2}]""", Description = "there already")]
    [TestCase("""["\u00e9"]""", """[[["append",[],"\ud83d\udc3c"]]]""", "[\"é🐼\"]")]
    [TestCase("""["a"]""", """[[]]""", """["a"]""", Description = "no change")]
    [TestCase("[]", "[]", "[]")]
    public void A_change_is_applied(string before, string changes, string after)
    {
        Assert.That(Apply(before, changes) is { } now && JsonNode.DeepEquals(JsonNode.Parse(now.GetRawText()), JsonNode.Parse(after)), $"{Apply(before, changes)}");
    }

    [TestCase("""["a"]""", """[[["append",[],1]]]""", Description = "no text")]
    [TestCase("""[1]""", """[[["append",[],"b"]]]""", Description = "to no text")]
    [TestCase("""["a"]""", """[[["append",[0],"b"]]]""", Description = "into a text")]
    [TestCase("""[[1]]""", """[[["replace",[1],2]]]""", Description = "beyond the end")]
    [TestCase("""[[1]]""", """[[["add",[2],2]]]""", Description = "beyond the end")]
    [TestCase("""[[1]]""", """[[["delete",[-1],2]]]""")]
    [TestCase("""[[1]]""", """[[["delete",["a"],2]]]""")]
    [TestCase("""[{"a":1}]""", """[[["delete",["b"],null]]]""")]
    [TestCase("""[{"a":1}]""", """[[["replace",[0],null]]]""")]
    [TestCase("""["a"]""", """[[["turn",[],"b"]]]""")]
    [TestCase("""["a"]""", """[[["append",[]]]]""")]
    [TestCase("""["a"]""", """[["append"]]""")]
    [TestCase("""["a"]""", """["b"]""", Description = "no list of changes")]
    [TestCase("""["a"]""", """[[],[]]""", Description = "more outputs than there are")]
    [TestCase("""["a"]""", "{}")]
    [TestCase("""["a"]""", """[[["append",[],"\ud83d"]]]""", Description = "half a character")]
    public void A_change_that_does_not_fit_is_refused(string before, string changes) => Assert.That(Apply(before, changes), Is.Null);

    /// <summary>The reference is the other direction: whatever a server would compute as changes leads from the one to the other.</summary>
    [FsCheck.NUnit.Property(MaxTest = 300)]
    public Property The_changes_between_two_answers_lead_from_the_one_to_the_other() => Prop.ForAll(Value(3).Two().ToArbitrary(), pair =>
    {
        var (before, after) = (pair.Item1, pair.Item2);
        var edits = new JsonArray();
        Compare(before, after, [], edits);
        var now = Apply(new JsonArray(before?.DeepClone()).ToJsonString(), new JsonArray(edits).ToJsonString());
        return (now is { } outputs && JsonNode.DeepEquals(JsonNode.Parse(outputs.GetRawText()), new JsonArray(after?.DeepClone())))
            .Label($"{before?.ToJsonString()} to {after?.ToJsonString()} by {edits.ToJsonString()} is {now}");
    });

    private static Gen<JsonNode?> Value(int depth)
    {
        var text = Gen.Elements("", "a", "ab", "abc", "b").Select(value => (JsonNode?)JsonValue.Create(value));
        var number = Gen.Choose(0, 2).Select(value => (JsonNode?)JsonValue.Create(value));
        var plain = Gen.OneOf(text, number, Gen.Constant<JsonNode?>(null));
        if (depth == 0)
        {
            return plain;
        }

        var list = Value(depth - 1).ArrayOf(2).Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())]));
        var named = Gen.Zip(Gen.Elements("x", "y", "z"), Value(depth - 1)).ArrayOf(2).Select(pairs =>
            (JsonNode?)new JsonObject(pairs.DistinctBy(pair => pair.Item1).Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2?.DeepClone()))));
        return Gen.OneOf(plain, list, named);
    }

    /// <summary>Lists the changes as a server does: what grows is appended to, what both have is compared, the rest comes or goes.</summary>
    private static void Compare(JsonNode? before, JsonNode? after, object[] path, JsonArray edits)
    {
        switch (before, after)
        {
            case var (a, b) when JsonNode.DeepEquals(a, b):
                break;
            case (JsonArray a, JsonArray b):
                for (var i = 0; i < Math.Min(a.Count, b.Count); i++)
                {
                    Compare(a[i], b[i], [.. path, i], edits);
                }

                for (var i = a.Count; i < b.Count; i++)
                {
                    Edit("add", [.. path, i], b[i], edits);
                }

                for (var i = a.Count - 1; i >= b.Count; i--)
                {
                    Edit("delete", [.. path, i], null, edits);
                }

                break;
            case (JsonObject a, JsonObject b):
                foreach (var (name, value) in a.ToArray())
                {
                    if (b.TryGetPropertyValue(name, out var other))
                    {
                        Compare(value, other, [.. path, name], edits);
                    }
                    else
                    {
                        Edit("delete", [.. path, name], null, edits);
                    }
                }

                foreach (var (name, value) in b.Where(property => !a.ContainsKey(property.Key)))
                {
                    Edit("add", [.. path, name], value, edits);
                }

                break;
            case (JsonValue a, JsonValue b) when a.TryGetValue<string>(out var was) && b.TryGetValue<string>(out var now) && now.StartsWith(was, StringComparison.Ordinal):
                Edit("append", path, JsonValue.Create(now[was.Length..]), edits);
                break;
            default:
                Edit("replace", path, after, edits);
                break;
        }
    }

    private static void Edit(string action, object[] path, JsonNode? value, JsonArray edits) =>
        edits.Add(new JsonArray(action, new JsonArray([.. path.Select(step => step is int at ? (JsonNode)JsonValue.Create(at) : JsonValue.Create((string)step))]), value?.DeepClone()));

    private static JsonElement? Apply(string before, string changes)
    {
        using var outputs = JsonDocument.Parse(before);
        using var edits = JsonDocument.Parse(changes);
        return GradioChanges.Apply(outputs.RootElement, edits.RootElement);
    }
}
