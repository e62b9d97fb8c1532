using System.Text;
using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Tests.Support;

namespace Exporter.Tests.Configuration.Probes;

[TestFixture]
internal sealed class QualityConfigTests
{
    private static readonly string Folder = Repository.PathOf("Exporter.Tests", "Fixtures", "Config", "good");

    [Test]
    public void Cases_of_the_file_come_after_those_of_the_configuration()
    {
        var quality = Read("{ cases: [{ input: { a: 1 }, label: yes-sir }], cases_file: cases.jsonl }");

        Assert.That(quality.Cases.Select(static one => one.Input), Is.EqualTo(new[] { """{"a":1}""", "What is the capital of France?", """{"text":"a"}""" }));
        Assert.That(quality.Cases[1], Is.EqualTo(new QualityCaseConfig { Name = "capital", Input = "What is the capital of France?", QueryKind = "fact", Contains = new(["paris"]) }));
        Assert.That(quality.Cases[2].Embedding, Is.EqualTo(new ValueList<double>([0.6, 0.8])));
        Assert.That(quality.CasesFile, Is.EqualTo(Path.Combine(Folder, "cases.jsonl")));
    }

    [Test]
    public void A_line_of_the_file_means_what_the_same_map_in_the_configuration_means()
    {
        var line = """{"name":"n","input":"a \"b\" ü","query_kind":"k","label":"x","ranking":[1,0],"documents":["d","e"],"relevance":["relevant"],"min_score":-1e-3,"output_sha256":null}""";
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "c.jsonl");
        File.WriteAllText(path, line + "\r\n\r\n");

        Assert.That(Read($"{{ cases_file: '{path}' }}").Cases, Is.EqualTo(Read($"{{ cases: [{line}] }}").Cases));
    }

    [Test]
    public void Another_case_is_another_dataset()
    {
        var one = ConfigDigest.Compute(Read("{ cases: [{ input: a, label: x }] }").Cases);

        Assert.That(one, Does.Match("^[0-9a-f]{64}$").And.EqualTo(ConfigDigest.Compute(Read("{ cases: [{ label: x, input: a }] }").Cases)));
        Assert.That(one, Is.Not.EqualTo(ConfigDigest.Compute(Read("{ cases: [{ input: a, label: y }] }").Cases)));
    }

    private static QualityConfig Read(string quality)
    {
        var text = $"targets: [{{ name: a, url: 'http://127.0.0.1:1', probes: [{{ type: http, quality: {quality} }}] }}]";
        var result = ConfigFile.Parse("exporter.yaml", Encoding.UTF8.GetBytes(text), Folder);
        Assert.That(result.Errors, Is.Empty);
        return result.Value!.Targets[0].Probes[0].Quality!;
    }
}
