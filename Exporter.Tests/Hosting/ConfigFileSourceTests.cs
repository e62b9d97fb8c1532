using Exporter.Hosting;
using Exporter.Tests.Support;

namespace Exporter.Tests.Hosting;

/// <summary>What counts as a change of the configuration: the file, and every file that it names.</summary>
internal sealed class ConfigFileSourceTests : IDisposable
{
    private static readonly string[] Named = ["api-key.txt", "password.txt", "body.json", "cases.jsonl", "baseline.jsonl", "ca.pem", "client.pem", "client.key", "otlp-headers.txt"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestCaseSource(nameof(Named))]
    public void A_file_that_the_configuration_names_is_watched_with_it(string name)
    {
        var source = Naming();
        var before = source.Stamp();

        Assert.That(source.Stamp(), Is.EqualTo(before), "nothing happened");
        folder.Write(name, File.ReadAllText(folder.PathOf(name)) + "\n");

        Assert.That(source.Stamp(), Is.Not.EqualTo(before));
    }

    [Test]
    public void Whoever_only_touches_a_file_has_not_changed_it()
    {
        var source = Naming();
        var before = source.Stamp();

        File.SetLastWriteTimeUtc(folder.PathOf("cases.jsonl"), new DateTime(2031, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.That(source.Stamp(), Is.EqualTo(before));
    }

    [Test]
    public void A_mounted_file_that_is_swapped_by_a_link_to_its_folder_is_another()
    {
        var source = Naming();
        File.Delete(folder.PathOf("cases.jsonl"));
        foreach (var version in new[] { "v1", "v2" })
        {
            Directory.CreateDirectory(folder.PathOf(version));
            File.WriteAllText(Path.Combine(folder.PathOf(version), "cases.jsonl"), $$"""{"input":"{{version}}"}""");
        }

        Directory.CreateSymbolicLink(folder.PathOf("data"), "v1");
        File.CreateSymbolicLink(folder.PathOf("cases.jsonl"), "data/cases.jsonl");
        var before = source.Stamp();
        Directory.Delete(folder.PathOf("data"));
        Directory.CreateSymbolicLink(folder.PathOf("data"), "v2");

        Assert.That(source.Stamp(), Is.Not.EqualTo(before));
    }

    [Test]
    public void A_file_that_is_gone_for_a_moment_is_as_it_was_and_one_that_was_missing_changes_by_coming()
    {
        var source = Naming();
        var before = source.Stamp();
        File.Move(folder.PathOf("cases.jsonl"), folder.PathOf("aside"));
        Assert.That(source.Stamp(), Is.EqualTo(before), "an editor may be at it");

        folder.Write("exporter.yaml", "targets: [{ name: a, url: 'http://127.0.0.1:1', probes: [{ type: http, body_file: late.json }] }]");
        Assert.That(source.Read().Value, Is.Null, "the file is not there");
        var waiting = source.Stamp();
        folder.Write("late.json", "{}");

        Assert.That(source.Stamp(), Is.Not.EqualTo(waiting));
        Assert.That(source.Read().Errors, Is.Empty);
    }

    [Test]
    public void A_configuration_that_is_no_YAML_any_more_leaves_the_files_watched_and_one_that_is_gone_is_no_change()
    {
        var source = Naming();
        folder.Write("exporter.yaml", "targets: [");
        Assert.That(source.Read().Value, Is.Null);
        var before = source.Stamp();
        folder.Write("cases.jsonl", """{"input":"other"}""");
        Assert.That(source.Stamp(), Is.Not.EqualTo(before));

        File.Delete(folder.PathOf("exporter.yaml"));
        Assert.That(source.Stamp(), Is.Null);
    }

    /// <summary>A configuration that names one file of each kind, read once.</summary>
    private ConfigFileSource Naming()
    {
        foreach (var name in Named)
        {
            folder.Write(name, "x");
        }

        foreach (var name in new[] { "ca.pem", "client.pem", "client.key", "baseline.jsonl" })
        {
            folder.Write(name, File.ReadAllText(Repository.PathOf("Exporter.Tests", "Fixtures", "Config", "good", name)));
        }

        folder.Write("cases.jsonl", """{"input":"x"}""");
        var path = folder.Write("exporter.yaml", """
            otlp: { endpoint: 'http://127.0.0.1:1', headers_file: otlp-headers.txt }
            targets:
              - name: a
                url: https://127.0.0.1:1
                relay: { basic_auth: { username: u, password_file: password.txt } }
                probes:
                  - type: http
                    body_file: body.json
                    authorization: { credentials_file: api-key.txt }
                    tls: { ca_file: ca.pem, cert_file: client.pem, key_file: client.key }
                  - type: openai-chat
                    quality: { cases_file: cases.jsonl, baseline_file: baseline.jsonl }
            """);
        var source = new ConfigFileSource(path);
        var read = source.Read();
        Assert.That(read.Errors.Select(static error => error.ToString()), Is.Empty);
        Assert.That(read.Files.Select(Path.GetFileName), Is.EquivalentTo(Named));
        return source;
    }
}
