using System.Text.Json;
using Exporter.Tests.Support;

namespace Exporter.Tests.Dashboards;

/// <summary>One shipped dashboard, with its panels in one list.</summary>
internal sealed class Dashboard
{
    private Dashboard(string file, JsonElement json)
    {
        File = file;
        Json = json;
        Panels = [.. json.GetProperty("panels").EnumerateArray().Select(p => new Panel(this, p))];
        Variables = [.. json.GetProperty("templating").GetProperty("list").EnumerateArray()];
        Annotations = [.. json.GetProperty("annotations").GetProperty("list").EnumerateArray()];
    }

    /// <summary>Where they lie in the checkout.</summary>
    public static string Folder { get; } = Repository.PathOf("dashboards");

    public static IReadOnlyList<Dashboard> All { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.json").Order(StringComparer.Ordinal).Select(Read)];

    /// <summary>Its name in <see cref="Folder"/>.</summary>
    public string File { get; }

    public JsonElement Json { get; }

    public string Uid => Json.GetProperty("uid").GetString()!;

    /// <summary>Headlines included.</summary>
    public IReadOnlyList<Panel> Panels { get; }

    public IReadOnlyList<JsonElement> Variables { get; }

    public IReadOnlyList<JsonElement> Annotations { get; }

    /// <summary>Those that ask something.</summary>
    public IEnumerable<Panel> Graphs => Panels.Where(p => p.Type != "row");

    /// <summary>Every expression, with where it stands: panels, annotations and variables.</summary>
    public IEnumerable<(string Where, string Expression)> Expressions =>
        Graphs.SelectMany(p => p.Expressions.Select((e, i) => ($"{p}, query {i}", e)))
            .Concat(Annotations.Where(a => a.TryGetProperty("expr", out _)).Select(a => ($"{File}, annotation {a.GetProperty("name")}", a.GetProperty("expr").GetString()!)))
            .Concat(Variables.Where(IsQuery).Select(v => ($"{File}, variable {v.GetProperty("name")}", SelectorOf(v))));

    public override string ToString() => File;

    public static bool IsQuery(JsonElement variable) => variable.GetProperty("type").GetString() == "query";

    /// <summary>The query of a variable, such as <c>label_values(selector, label)</c>.</summary>
    public static string QueryOf(JsonElement variable) => variable.GetProperty("query").GetProperty("query").GetString()!;

    private static string SelectorOf(JsonElement variable)
    {
        var query = QueryOf(variable);
        return query["label_values(".Length..query.LastIndexOf(',')];
    }

    private static Dashboard Read(string path)
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllText(path));
        return new Dashboard(Path.GetFileName(path), document.RootElement.Clone());
    }
}
