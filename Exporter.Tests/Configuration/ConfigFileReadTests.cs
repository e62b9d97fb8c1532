using Exporter.Configuration;
using Exporter.Configuration.Client;
using Exporter.Configuration.Probes;
using Exporter.Tests.Support;

namespace Exporter.Tests.Configuration;

/// <summary>Reading from the disk: the file itself and the files that it names.</summary>
[TestFixture]
internal sealed class ConfigFileReadTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void Make_a_folder() => folder = new TemporaryFolder();

    [TearDown]
    public void Remove_the_folder() => folder.Dispose();

    [Test]
    public void Paths_in_the_file_start_at_the_folder_of_the_file()
    {
        var key = folder.Write("secrets/key.txt", "s3cret\n");
        var path = Write("""
            targets:
              - name: a
                url: http://127.0.0.1:8000
                probes: [ { type: http, authorization: { credentials_file: secrets/key.txt } } ]
            """);

        var result = ConfigFile.Read(path);

        Assert.That(result.Errors, Is.Empty);
        var credentials = result.Value!.Targets[0].Probes[0].Authorization!.Credentials;
        Assert.That(credentials.File, Is.EqualTo(key));
        Assert.That(credentials.Resolve(), Is.EqualTo("s3cret"));
    }

    [Test]
    public void A_secret_from_the_environment_is_named_and_not_kept()
    {
        var path = Write("targets: [ { name: a, url: 'http://x', probes: [ { type: http, authorization: { type: Basic, credentials_env: PATH } } ] } ]");

        var authorization = ConfigFile.Read(path).Value!.Targets[0].Probes[0].Authorization!;

        Assert.That(authorization, Is.EqualTo(new AuthorizationConfig { Type = "Basic", Credentials = new SecretReference { Environment = "PATH" } }));
        Assert.That(authorization.ToString(), Does.Not.Contain(Environment.GetEnvironmentVariable("PATH")));
    }

    [Test]
    public void A_missing_file_is_a_mistake_without_a_place() =>
        Assert.That(ConfigReport.Format(ConfigFile.Read("/no/such/exporter.yaml").Errors), Is.EqualTo("/no/such/exporter.yaml: cannot be read: no such file\n1 error; nothing was started.\n"));

    [Test]
    public void A_directory_is_no_file() => Assert.That(Errors(folder.Path), Is.EqualTo(new[] { $"{folder.Path}: cannot be read: it is a directory" }));

    [Test]
    public void A_path_that_is_none_is_a_mistake_too() => Assert.That(ConfigFile.Read("a\0b").Errors, Has.Count.EqualTo(1));

    [Test]
    public void A_device_without_end_is_read_up_to_the_limit() => Assert.That(Errors("/dev/zero"), Is.EqualTo(new[] { "/dev/zero: larger than 1 MiB (1048576 bytes)" }));

    [Test]
    public void An_empty_device_means_every_default() => Assert.That(ConfigFile.Read("/dev/null").Value, Is.EqualTo(new ExporterConfig()));

    [Test]
    public void A_body_given_as_a_map_is_sent_as_json()
    {
        var path = Write("""
            targets:
              - name: a
                url: http://127.0.0.1:8000
                probes:
                  - type: http
                    body: { text: 北京在哪里?, "n": 1.50, big: 12345678901234567890, yes: true, no: False, none: , quoted: "1", list: [a, null, {}], <b>: "\"" }
            """);

        var probe = (HttpProbeConfig)ConfigFile.Read(path).Value!.Targets[0].Probes[0];

        Assert.That(probe.Body, Is.EqualTo("""{"text":"北京在哪里?","n":1.50,"big":12345678901234567890,"yes":true,"no":false,"none":null,"quoted":"1","list":["a",null,{}],"<b>":"\""}"""));
        Assert.That(probe.Method, Is.EqualTo("POST"));
    }

    [Test]
    public void A_body_given_as_text_is_sent_as_it_is()
    {
        var path = Write("targets: [ { name: a, url: 'http://x', probes: [ { type: http, method: PUT, content_type: 'text/plain; charset=utf-8', body: \"a: b\\n\" } ] } ]");

        var probe = (HttpProbeConfig)ConfigFile.Read(path).Value!.Targets[0].Probes[0];

        Assert.That((probe.Body, probe.Method, probe.ContentType), Is.EqualTo(("a: b\n", "PUT", "text/plain; charset=utf-8")));
    }

    [Test]
    public void Expectations_of_json_values_keep_their_types_as_text()
    {
        var path = Write("""
            targets:
              - name: a
                url: http://127.0.0.1:8000
                probes:
                  - type: http
                    expect:
                      status: 204
                      body_not_matches: '(?=x)x'
                      json:
                        - { pointer: "", equals: null }
                        - { pointer: /a~1b, equals: 3, type: number, min: -1, max: 1e3 }
                        - { pointer: /c, type: null }
                        - { pointer: /d, exists: false }
            """);

        var expect = ((HttpProbeConfig)ConfigFile.Read(path).Value!.Targets[0].Probes[0]).Expect;

        Assert.That(expect, Is.EqualTo(new HttpExpectConfig
        {
            Status = new ValueList<int>([204]),
            BodyNotMatches = new ValueList<string>(["(?=x)x"]),
            Json = new ValueList<JsonExpectConfig>(
            [
                new() { Pointer = "", EqualTo = "null" },
                new() { Pointer = "/a~1b", EqualTo = "3", Type = JsonValueType.Number, Min = -1, Max = 1000 },
                new() { Pointer = "/c", Type = JsonValueType.Null },
                new() { Pointer = "/d", Exists = false },
            ]),
        }));
    }

    private string Write(string text) => folder.Write("exporter.yaml", text);

    private static IEnumerable<string> Errors(string path) => ConfigFile.Read(path).Errors.Select(static error => error.ToString());
}
