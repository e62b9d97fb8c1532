using System.Text;
using Exporter.Configuration;

namespace Exporter.Tests.Configuration;

[TestFixture]
internal sealed class ConfigDigestTests
{
    [Test]
    public void Layout_comments_spelling_and_the_order_of_keys_do_not_matter()
    {
        const string one = """
            # a comment
            gpu: { interval: 2s, enabled: true }
            targets:
              - name: a
                url: http://LOCALHOST:80/x
                probes:
                  - { type: http, timeout: 1000ms, headers: { X-B: "2", X-A: "1" }, expect: { status: 200 } }
            """;
        const string other = """
            targets:
              - url: "http://localhost/x"   # the port is the scheme's own
                probes:
                  - headers:
                      X-A: "1"
                      X-B: "2"
                    expect: { status: [200] }
                    timeout: 1s
                    type: http
                name: a
            gpu:
              enabled: true
              interval: 2000ms
            host: {}
            """;

        Assert.That(Parse(one), Is.EqualTo(Parse(other)));
        Assert.That(ConfigDigest.Compute(Parse(one)), Is.EqualTo(ConfigDigest.Compute(Parse(other))));
    }

    [Test]
    public void It_is_sixty_four_hex_digits() => Assert.That(ConfigDigest.Compute(new ExporterConfig()), Does.Match("^[0-9a-f]{64}$"));

    /// <summary>Walks every property of every record that a configuration is made of, protocols included.</summary>
    [Test]
    public void A_change_of_any_property_changes_both_equality_and_the_digest()
    {
        var full = FullConfig.Read();
        var variants = ConfigVariants.Of(full).ToList();

        Assert.That(variants, Has.Count.GreaterThan(50));
        foreach (var (path, variant) in variants)
        {
            Assert.That(variant, Is.Not.EqualTo(full), path);
            Assert.That(ConfigDigest.Compute(variant), Is.Not.EqualTo(ConfigDigest.Compute(full)), path);
        }

        var digests = variants.Select(static variant => ConfigDigest.Compute(variant.Config)).ToList();
        Assert.That(digests, Is.Unique);
    }

    [Test]
    public void Every_record_of_the_configuration_is_among_the_changed_ones()
    {
        var walked = ConfigVariants.Of(FullConfig.Read()).Select(static variant => variant.Path[..variant.Path.LastIndexOf('.')]).ToHashSet();
        // The root holds sections alone, and those are walked.
        var records = ConfigRecords.All.Where(static type => type != typeof(ExporterConfig)).Select(static type => type.Name);

        Assert.That(records.Except(walked.Select(static path => path[(path.LastIndexOf('/') + 1)..])), Is.Empty);
    }

    [Test]
    public void An_equal_configuration_read_twice_has_an_equal_digest()
    {
        var first = FullConfig.Read();
        var second = FullConfig.Read();

        Assert.That(second, Is.Not.SameAs(first).And.EqualTo(first));
        Assert.That(ConfigDigest.Compute(second), Is.EqualTo(ConfigDigest.Compute(first)));
    }

    private static ExporterConfig Parse(string text)
    {
        var result = ConfigFile.Parse("exporter.yaml", Encoding.UTF8.GetBytes(text));
        Assert.That(result.Errors, Is.Empty);
        return result.Value!;
    }
}
