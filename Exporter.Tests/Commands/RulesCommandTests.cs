using Exporter.Tests.Support;

namespace Exporter.Tests.Commands;

internal sealed class RulesCommandTests
{
    private readonly TemporaryFolder folder = new();

    [TearDown]
    public void Delete() => folder.Dispose();

    [Test]
    public async Task Without_a_folder_the_rules_are_printed_the_same_every_time()
    {
        var path = Write("exporter.yaml", "availability: 99.5%");

        var (code, first, _) = await RunAsync("--config.file", path);
        var (_, second, _) = await RunAsync("--config.file", path);

        Assert.That(code, Is.Zero);
        Assert.That(first, Does.StartWith("# Recording rules and alerts of service level objectives.\n").And.EqualTo(second));
        Assert.That(first, Does.Contain("\n  - name: slo-llm-alerts\n"));
    }

    [TestCase("exporter.gpu7.yaml", "slo.gpu7.yml")]
    [TestCase("exporter.yaml", "slo.yml")]
    [TestCase("nlu.yml", "slo.nlu.yml")]
    public async Task With_a_folder_they_stand_in_a_file_named_after_the_configuration(string config, string expected)
    {
        var path = Write(config, "preset: llm");

        var (code, output, _) = await RunAsync("--config.file", path, "--out", folder.PathOf("rules/new"));

        Assert.That(code, Is.Zero);
        Assert.That(Directory.GetFiles(folder.PathOf("rules/new")).Select(Path.GetFileName), Is.EqualTo(new[] { expected }));
        Assert.That(output.Trim(), Is.EqualTo(Path.Combine(folder.PathOf("rules/new"), expected)));
    }

    [Test]
    public async Task Files_of_several_hosts_give_one_file_or_are_told_to_contradict_each_other()
    {
        var (a, b, c) = (Write("a.yaml", "availability: 99.5%"), Write("b.yaml", "availability: 99.5%"), Write("c.yaml", "availability: 99%"));

        var (code, output, _) = await RunAsync("--config.file", a, "--config.file", b);
        var (other, nothing, error) = await RunAsync("--config.file", a, "--config.file", c);

        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain(" llm/chat\ngroups:"));
        Assert.That(other, Is.EqualTo(2));
        Assert.That(nothing, Is.Empty);
        Assert.That(error, Does.Contain("Target 'llm' has different objectives in "));
    }

    [Test]
    public async Task Without_objectives_there_is_nothing_to_write()
    {
        var path = folder.Write("none.yaml", "targets: []\n");

        var (code, output, error) = await RunAsync("--config.file", path);

        Assert.That(code, Is.EqualTo(2));
        Assert.That(output, Is.Empty);
        Assert.That(error, Does.StartWith("No target states objectives"));
    }

    [Test]
    public async Task A_mistake_in_the_file_is_told_with_its_place()
    {
        var path = Write("bad.yaml", "availability: 99.5");

        var (code, _, error) = await RunAsync("--config.file", path);

        Assert.That(code, Is.EqualTo(2));
        Assert.That(error, Does.Contain("targets[0].slo.availability: 99.5 is more than everything").And.Contain("no rules were written"));
    }

    [Test]
    public async Task A_job_without_a_name_would_select_nothing_for_ever()
    {
        var (code, output, error) = await RunAsync("--config.file", Write("exporter.yaml", "preset: llm"), "--job", "");

        Assert.That((code, output), Is.EqualTo((2, "")));
        Assert.That(error, Does.StartWith("--job: must not be empty"));
    }

    [Test]
    public async Task A_folder_that_cannot_be_written_is_a_failure()
    {
        var path = Write("exporter.yaml", "preset: nlu");

        var (code, _, error) = await RunAsync("--config.file", path, "--out", path);

        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Contain("cannot be written: "));
    }

    private string Write(string name, string slo) => folder.Write(name, $$"""
        targets:
          - name: llm
            url: http://127.0.0.1:8000
            model: m
            probes: [ { type: openai-chat, name: chat } ]
            slo: { {{slo}} }
        """);

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(["rules", .. arguments], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
