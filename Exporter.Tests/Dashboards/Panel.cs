using System.Text.Json;

namespace Exporter.Tests.Dashboards;

/// <summary>One panel of a dashboard; a headline is one of type <c>row</c>.</summary>
internal sealed class Panel
{
    private readonly Dashboard dashboard;

    public Panel(Dashboard dashboard, JsonElement json)
    {
        this.dashboard = dashboard;
        Json = json;
    }

    public JsonElement Json { get; }

    public int Id => Json.GetProperty("id").GetInt32();

    public string Type => Json.GetProperty("type").GetString()!;

    public string Title => Text("title");

    public string Description => Text("description");

    public JsonElement Defaults => Json.GetProperty("fieldConfig").GetProperty("defaults");

    public IEnumerable<JsonElement> Overrides => Json.GetProperty("fieldConfig").GetProperty("overrides").EnumerateArray();

    public IEnumerable<JsonElement> Targets => Json.TryGetProperty("targets", out var targets) ? targets.EnumerateArray() : [];

    public IEnumerable<string> Expressions => Targets.Select(t => t.GetProperty("expr").GetString()!);

    /// <summary>Left, top, width and height on the grid of 24 columns.</summary>
    public (int X, int Y, int Width, int Height) Place
    {
        get
        {
            var place = Json.GetProperty("gridPos");
            return (Of("x"), Of("y"), Of("w"), Of("h"));

            int Of(string name) => place.GetProperty(name).GetInt32();
        }
    }

    public override string ToString() => $"{dashboard.File}, panel '{Title}'";

    private string Text(string name) => Json.TryGetProperty(name, out var text) ? text.GetString() ?? "" : "";
}
