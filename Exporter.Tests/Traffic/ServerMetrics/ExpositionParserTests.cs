using System.Text;
using Exporter.Tests.Support;
using Exporter.Traffic.ServerMetrics.Text;

namespace Exporter.Tests.Traffic.ServerMetrics;

/// <summary>Expositions as servers really write them.</summary>
internal sealed class ExpositionParserTests
{
    [TestCase("vllm-v1")]
    [TestCase("vllm-v0")]
    [TestCase("sglang")]
    [TestCase("llama.cpp")]
    [TestCase("tgi")]
    [TestCase("tei")]
    [TestCase("triton")]
    [TestCase("openmetrics")]
    public void Every_line_of_a_server_is_read(string server)
    {
        var lines = Encoding.UTF8.GetString(ServerFixture.Bytes(server)).Split('\n').Count(static line => line.Length > 0 && line[0] != '#');

        var exposition = ServerFixture.Parse(server);

        Assert.That(exposition.Problem, Is.Empty);
        Assert.That(exposition.Series, Is.EqualTo(lines));
        Assert.That(exposition.Families.Sum(static family => family.Samples.Count), Is.EqualTo(lines));
    }

    [TestCase("exposition.prometheus.txt")]
    [TestCase("exposition.openmetrics.txt")]
    public void So_is_every_line_of_ours(string golden)
    {
        var text = File.ReadAllBytes(Repository.PathOf("Exporter.Tests", "Fixtures", "Golden", golden));
        var lines = Encoding.UTF8.GetString(text).Split('\n').Count(static line => line.Length > 0 && line[0] != '#');

        var exposition = new ExpositionParser().Parse(text);

        Assert.That(exposition.Problem, Is.Empty);
        Assert.That(exposition.Series, Is.EqualTo(lines));
    }

    [Test]
    public void Types_and_help_stay_what_the_server_says()
    {
        var families = ServerFixture.Parse("vllm-v1").Families;

        Assert.That(families.Single(f => f.Name == "vllm:iteration_tokens_total").Type, Is.EqualTo(ServerFamilyType.Histogram));
        Assert.That(families.Single(f => f.Name == "vllm:iteration_tokens_total").Samples, Has.Count.EqualTo(5));
        Assert.That(families.Single(f => f.Name == "vllm:prompt_tokens_total").Type, Is.EqualTo(ServerFamilyType.Counter));
        Assert.That(families.Single(f => f.Name == "vllm:kv_cache_usage_perc").Help, Is.EqualTo("KV-cache usage. 1 means 100 percent usage."));
    }

    [Test]
    public void OpenMetrics_becomes_families_as_the_text_format_has_them()
    {
        var families = ServerFixture.Parse("openmetrics").Families;

        Assert.That(families.Select(f => (f.Name, f.Type)), Is.EqualTo(new[]
        {
            ("app_requests_total", ServerFamilyType.Counter),
            ("app_requests_created", ServerFamilyType.Gauge),
            ("app_build_info", ServerFamilyType.Gauge),
            ("app_mode", ServerFamilyType.Gauge),
            ("app_latency_seconds", ServerFamilyType.Histogram),
            ("app_size_bytes", ServerFamilyType.Summary),
        }));
        Assert.That(families[0].Samples.Single(), Is.EqualTo(new ServerSample(families[0].Samples[0].Series, 12)));
        Assert.That(families[0].Samples[0].Series.Label("note"), Is.EqualTo("say \"hi\" \\ and\nmore"));
        Assert.That(families[5].Samples.Select(s => s.Value), Is.EqualTo(new[] { double.NaN, double.PositiveInfinity, 0 }));
    }

    [Test]
    public void A_line_that_cannot_be_read_is_counted_and_costs_no_other()
    {
        var exposition = ServerFixture.Parse("hostile");

        Assert.That(exposition.BrokenLines, Is.EqualTo(18));
        Assert.That((exposition.FirstBroken, exposition.Problem), Is.EqualTo((2, "has a HELP without the name of a metric")));
        Assert.That(exposition.Families.Select(f => (f.Name, f.Type, f.Samples.Count)), Is.EqualTo(new[]
        {
            ("ok", ServerFamilyType.Gauge, 7),
            ("late_bucket", ServerFamilyType.Untyped, 1),
            ("high", ServerFamilyType.Untyped, 1),
        }));
        Assert.That(exposition.Families[0].Samples.Select(s => s.Value), Is.EqualTo(new[] { 1, 2, 3, 4, 5, 18, double.PositiveInfinity }));
        Assert.That(exposition.Families[2].Samples.Single().Value, Is.EqualTo(double.PositiveInfinity));
    }

    [TestCase("x 1\nx 2\n", "repeats a series of x")]
    [TestCase("x{a=\"1\"} 1\nx{a=\"1\"} 1\n", "repeats a series of x")]
    [TestCase("# TYPE x gauge\n# TYPE x counter\nx 1\n", "has another TYPE for x than a line before")]
    [TestCase("x 1\nno number here\n", "has no number as its value")]
    public void The_first_mistake_is_named(string text, string problem) =>
        Assert.That(new ExpositionParser().Parse(Encoding.UTF8.GetBytes(text)).Problem, Is.EqualTo(problem));

    /// <summary>As a client of Prometheus 3 may be asked to write them; whoever does not ask gets underscores.</summary>
    [Test]
    public void Names_in_quotes_come_as_every_other_client_sees_them()
    {
        var exposition = new ExpositionParser().Parse("""
            # HELP "http.server.duration" How long.
            # TYPE "http.server.duration" histogram
            {"http.server.duration_bucket", "http.route"="/a{b}, c", le="+Inf"} 3 1700000000
            {"http.server.duration_sum"} 1.5
            { "http.server.duration_count" , } 3
            {method="GET","größe"} 7
            {"9.lives:left"} 9

            """u8);

        Assert.That(exposition.Problem, Is.Empty);
        Assert.That(exposition.Families.Select(f => (f.Name, f.Type, f.Help, f.Samples.Count)), Is.EqualTo(new[]
        {
            ("http_server_duration", ServerFamilyType.Histogram, "How long.", 3),
            ("gr__e", ServerFamilyType.Untyped, "", 1),
            ("__lives:left", ServerFamilyType.Untyped, "", 1),
        }));
        Assert.That(exposition.Families[0].Samples[0].Series.Label("http_route"), Is.EqualTo("/a{b}, c"));
        Assert.That(exposition.Families[1].Samples[0].Series.Label("method"), Is.EqualTo("GET"));
    }

    [TestCase("{} 1\n", "does not begin with the name of a metric")]
    [TestCase("{a=\"1\"} 1\n", "does not begin with the name of a metric")]
    [TestCase("{\"\"} 1\n", "does not begin with the name of a metric")]
    [TestCase("x{\"y\"} 1\n", "names its metric twice")]
    [TestCase("{\"x\",\"y\"} 1\n", "has labels that cannot be read")]
    [TestCase("{\"x\",\"\"=\"1\"} 1\n", "has labels that cannot be read")]
    [TestCase("{\"x\",\"a.b\"=\"1\",a_b=\"2\"} 1\n", "has labels that cannot be read")]
    [TestCase("{\"x} 1\n", "has labels that do not end")]
    [TestCase("# TYPE \"x counter\n", "has a TYPE without the name of a metric")]
    public void A_name_in_quotes_that_is_none_is_a_broken_line(string text, string problem)
    {
        var exposition = new ExpositionParser().Parse(Encoding.UTF8.GetBytes(text));

        Assert.That((exposition.Problem, exposition.BrokenLines), Is.EqualTo((problem, 1)));
    }

    [Test]
    public void A_family_that_is_torn_apart_is_one()
    {
        var exposition = new ExpositionParser().Parse("# TYPE h histogram\nh_count 1\nother 2\nh_sum 3\n"u8);

        Assert.That(exposition.Families.Select(f => (f.Name, f.Samples.Count)), Is.EqualTo(new[] { ("h", 2), ("other", 1) }));
    }

    [Test]
    public void A_series_is_the_same_object_from_answer_to_answer_and_forgotten_when_it_is_gone()
    {
        var parser = new ExpositionParser();
        ServerSeries Only(string text) => parser.Parse(Encoding.UTF8.GetBytes(text)).Families.Single().Samples.Single().Series;

        var first = Only("x{a=\"1\"} 1\n");
        Assert.That(Only("x{a=\"1\"} 2\n"), Is.SameAs(first));
        Assert.That(Only("x{a=\"2\"} 2\n"), Is.Not.SameAs(first));
        Assert.That(Only("x{a=\"3\"} 2\n").Label("a"), Is.EqualTo("3"));
        Assert.That(Only("x{a=\"1\"} 2\n"), Is.Not.SameAs(first));
    }

    [Test]
    public void A_page_that_is_no_exposition_has_no_series()
    {
        var exposition = new ExpositionParser().Parse("<!DOCTYPE html>\n<html><body>\n<p class=\"x\">Not Found</p>\n</body></html>\n"u8);

        Assert.That(exposition.Series, Is.Zero);
        Assert.That(exposition.BrokenLines, Is.EqualTo(4));
    }
}
