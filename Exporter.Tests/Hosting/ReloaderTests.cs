using Exporter.Configuration;
using Exporter.Hosting;
using Exporter.Hosting.Systemd;
using Exporter.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Exporter.Tests.Hosting;

internal sealed class ReloaderTests
{
    private const string OneTarget = "targets:\n  - name: a\n    url: http://127.0.0.1:8000\n";

    private readonly ManualTimeProvider time = new();
    private readonly RecordingLogger logger = new();
    private readonly ServiceManager services = new(_ => null);
    private readonly List<ExporterConfig> applied = [];

    [TearDown]
    public void DisposeServices() => services.Dispose();

    [Test]
    public async Task A_new_configuration_is_applied_and_its_digest_told()
    {
        var source = new FakeConfigSource("");
        await using var reloader = Create(source);
        var before = reloader.State;
        time.Advance(TimeSpan.FromMinutes(1));
        source.Yaml = OneTarget;

        var outcome = await reloader.ReloadAsync("test", CancellationToken.None);

        Assert.That(outcome.Succeeded, Is.True);
        Assert.That(applied.Single().Targets.Single().Name, Is.EqualTo("a"));
        Assert.That(reloader.Config, Is.SameAs(applied[0]));
        Assert.That(reloader.State, Is.EqualTo(new ReloadState(true, time.GetUtcNow(), ConfigDigest.Compute(applied[0]))));
        Assert.That(reloader.State.Digest, Is.Not.EqualTo(before.Digest));
    }

    [Test]
    public async Task A_bad_configuration_changes_nothing_and_every_mistake_is_logged_with_its_place()
    {
        var source = new FakeConfigSource(OneTarget);
        await using var reloader = Create(source);
        var (config, since) = (reloader.Config, reloader.State.LastSuccess);
        time.Advance(TimeSpan.FromMinutes(1));
        source.Yaml = "gpuu: {}\nhosst: {}\n";

        var outcome = await reloader.ReloadAsync("test", CancellationToken.None);

        Assert.That(outcome.Errors, Has.Count.EqualTo(2));
        Assert.That(applied, Is.Empty);
        Assert.That(reloader.Config, Is.SameAs(config));
        Assert.That((reloader.State.Successful, reloader.State.LastSuccess), Is.EqualTo((false, since)));
        Assert.That(logger.Entries.Where(e => e.Level == LogLevel.Error).Select(e => e.Message), Has.Some.StartsWith("test.yaml:1:1").And.Some.StartsWith("test.yaml:2:1"));
    }

    [Test]
    public async Task A_repaired_configuration_ends_the_failure_also_where_nothing_changed()
    {
        var source = new FakeConfigSource(OneTarget);
        await using var reloader = Create(source);
        source.Yaml = "gpuu: {}\n";
        await reloader.ReloadAsync("test", CancellationToken.None);
        source.Yaml = OneTarget;

        await reloader.ReloadAsync("test", CancellationToken.None);

        Assert.That(reloader.State.Successful, Is.True);
        Assert.That(applied, Is.Empty, "the configuration in force is the same");
    }

    [Test]
    public async Task A_bug_while_applying_is_told_and_the_configuration_in_force_stays()
    {
        var source = new FakeConfigSource("");
        await using var reloader = Create(source, _ => throw new InvalidOperationException("planted"));
        var before = reloader.Config;
        source.Yaml = OneTarget;

        var outcome = await reloader.ReloadAsync("test", CancellationToken.None);

        Assert.That(outcome.Succeeded, Is.False);
        Assert.That(reloader.Config, Is.SameAs(before));
        Assert.That(reloader.State.Successful, Is.False);
        Assert.That(logger.Entries.Select(e => e.Exception?.Message), Has.Some.EqualTo("planted"));
    }

    [Test]
    public async Task What_was_begun_of_a_configuration_that_could_not_be_applied_is_taken_back()
    {
        var source = new FakeConfigSource("");
        await using var reloader = Create(source, FailingFor(times: 1));
        var before = reloader.Config;
        source.Yaml = OneTarget;

        var outcome = await reloader.ReloadAsync("test", CancellationToken.None);

        Assert.That(outcome.Succeeded, Is.False);
        Assert.That(applied, Is.EqualTo(new[] { before }), "what was stopped for the new one runs again");
        Assert.That(reloader.State.Successful, Is.False);
    }

    [Test]
    public async Task Where_it_could_not_be_taken_back_the_next_reload_applies_what_it_reads_changed_or_not()
    {
        var source = new FakeConfigSource("");
        await using var reloader = Create(source, FailingFor(times: 2));
        source.Yaml = OneTarget;
        await reloader.ReloadAsync("test", CancellationToken.None);
        source.Yaml = "";

        await reloader.ReloadAsync("test", CancellationToken.None);
        await reloader.ReloadAsync("test", CancellationToken.None);

        Assert.That(applied, Has.Count.EqualTo(1), "once is enough");
        Assert.That(reloader.State.Successful, Is.True);
    }

    [TestCase("listen: { address: 127.0.0.1:9999 }\n", "listen")]
    [TestCase("exposition: { native_histograms: true }\n", "exposition")]
    [TestCase("otlp: { endpoint: http://127.0.0.1:4318 }\n", "otlp")]
    public async Task What_takes_effect_only_with_a_restart_is_said(string yaml, string section)
    {
        var source = new FakeConfigSource("");
        await using var reloader = Create(source);
        source.Yaml = yaml;

        await reloader.ReloadAsync("test", CancellationToken.None);

        Assert.That(logger.Entries.Select(e => e.Message), Has.Exactly(1).EqualTo($"Section '{section}' changed; that takes effect with a restart."));
    }

    private Func<ExporterConfig, Task> FailingFor(int times) => config =>
    {
        if (times-- > 0)
        {
            throw new TimeoutException("planted");
        }

        applied.Add(config);
        return Task.CompletedTask;
    };

    private Reloader Create(FakeConfigSource source, Func<ExporterConfig, Task>? apply = null) => new(
        source,
        source.Read().Value!,
        apply ?? (c =>
        {
            applied.Add(c);
            return Task.CompletedTask;
        }),
        services,
        time,
        logger);
}
