using System.Globalization;
using System.Text.RegularExpressions;
using Exporter.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Exporter.Tests.Alerting;

/// <summary>
/// A restart of the exporter, an upgrade, and a restart of Prometheus are everyday work: over the series of a healthy host, with all rule
/// files together, nothing may fire for them.
/// </summary>
internal sealed partial class RestartTests
{
    private static readonly string Healthy = Path.Combine(RuleFiles.Folder, "tests", "healthy.yml");

    /// <summary>What the first answer after a start holds: nothing has been read or asked by then.</summary>
    private static readonly string[] InFirstAnswer = ["process_", "modelhost_exporter_build_info", "modelhost_exporter_config_"];

    /// <summary>What Prometheus itself makes, whether it is answered or not.</summary>
    private static readonly string[] OfPrometheus = ["up", "scrape_duration_seconds"];

    /// <summary>What a probe publishes once it has ended for the first time.</summary>
    private static readonly string[] AfterFirstProbe = ["probe_success", "probe_duration_seconds", "probe_request_duration", "probe_time_to", "probe_tls", "probe_quality_score", "probe_quality_embedding"];

    /// <summary>Five hours at a scrape every 15 s, the objectives included: two restarts within minutes, as by who tries a configuration, an upgrade, and two pauses.</summary>
    [Test]
    public async Task Nothing_fires_for_a_restart_of_the_exporter_or_of_Prometheus()
    {
        const int scrapes = 4; // a minute
        var document = Play(scrapes, 5 * 60, "1m", (series, length) => Paused(Paused(Restarted(series, length, [75 * scrapes, 80 * scrapes, 130 * scrapes]), 180 * scrapes, 3 * scrapes), 210 * scrapes, 30 * scrapes));
        ((YamlSequenceNode)document["rule_files"]).Add("../slo.demo.yml");
        ExpectSilence(document, from: 0, to: 210);

        // While it is away Prometheus evaluates nothing; promtool does.
        ExpectSilence(document, from: 241, to: 5 * 60);

        await AssertAsync(document);
    }

    /// <summary>The rules that compare with yesterday.</summary>
    [Test]
    public async Task Nor_does_anything_on_the_next_day()
    {
        var document = Play(1, 31 * 60, "5m", (series, length) => Paused(Restarted(series, length, [27 * 60]), 29 * 60, 30));
        ExpectSilence(document, from: 0, to: 29 * 60);
        ExpectSilence(document, from: (29 * 60) + 35, to: 31 * 60);

        await AssertAsync(document);
    }

    private static async Task AssertAsync(YamlMappingNode document)
    {
        using var folder = new TemporaryFolder();
        var outcome = await Promtool.RunAsync("test", "rules", RuleTestWriter.Write(folder, document));
        Assert.That(outcome.ExitCode, Is.Zero, outcome.ToString());
    }

    /// <summary>The healthy host's series, played through a change.</summary>
    /// <param name="scrapes">A minute.</param>
    /// <param name="minutes">How long.</param>
    private static YamlMappingNode Play(int scrapes, int minutes, string evaluation, Func<Healthily, int, IEnumerable<string>> change)
    {
        var document = RuleFiles.Document(Healthy);
        document.Children["evaluation_interval"] = evaluation;
        var test = RuleFiles.List(document, "tests").Single();
        var series =
            from one in RuleFiles.List(test, "input_series")
            let healthily = Healthily.Of(RuleFiles.Text(one, "series")!, RuleFiles.Text(one, "values")!, scrapes)
            select new YamlMappingNode("series", Quoted(healthily.Name), "values", string.Join(' ', change(healthily, minutes * scrapes)));
        test.Children["input_series"] = new YamlSequenceNode(series);
        test.Children["interval"] = string.Create(CultureInfo.InvariantCulture, $"{60 / scrapes}s");
        test.Children["promql_expr_test"] = new YamlSequenceNode();
        return document;
    }

    private static void ExpectSilence(YamlMappingNode document, int from, int to)
    {
        var test = RuleFiles.List(document, "tests").Single();
        ((YamlSequenceNode)test["promql_expr_test"]).Add(new YamlMappingNode(
            "expr", Quoted(string.Create(CultureInfo.InvariantCulture, $"count by (alertname, severity) (count_over_time(ALERTS{{alertstate=\"firing\",alertname!=\"Watchdog\"}}[{to - from}m]))")),
            "eval_time", string.Create(CultureInfo.InvariantCulture, $"{to}m"),
            "exp_samples", new YamlSequenceNode()));
    }

    /// <summary>Two scrapes find nobody; then everything that counts begins at 0, more than a restart of the exporter does to it.</summary>
    private static IEnumerable<string> Restarted(Healthily series, int length, int[] restarts)
    {
        var start = 0;
        for (var i = 0; i < length; i++)
        {
            var away = restarts.Where(r => r <= i).Select(r => i - r).DefaultIfEmpty(int.MaxValue).Min();
            start = away == 0 ? i + 2 : start;
            yield return series.Metric switch
            {
                "up" => away < 2 ? "0" : "1",
                _ when IsAmong(series, OfPrometheus) => series.At(i),
                _ when away == 0 => "stale",
                _ when away < Back(series) => "_",
                "process_start_time_seconds" => start.ToString(CultureInfo.InvariantCulture),
                _ when series.IsCounter && start > 0 => series.Since(i - start),
                _ => series.At(i),
            };
        }
    }

    private static int Back(Healthily series) => IsAmong(series, InFirstAnswer) ? 2 : IsAmong(series, AfterFirstProbe) ? 4 : 3;

    private static IEnumerable<string> Paused(IEnumerable<string> values, int from, int count) => values.Select((value, i) => i >= from && i < from + count ? "_" : value);

    private static bool IsAmong(Healthily series, string[] prefixes) => prefixes.Any(p => series.Metric.StartsWith(p, StringComparison.Ordinal));

    private static YamlScalarNode Quoted(string text) => new(text) { Style = YamlDotNet.Core.ScalarStyle.SingleQuoted };

    /// <summary>A series of the healthy host: it begins somewhere and grows evenly.</summary>
    private sealed partial record Healthily(string Name, string Metric, double First, double Step)
    {
        public bool IsCounter => Counter.IsMatch(Metric);

        public static Healthily Of(string name, string values, int scrapes)
        {
            var parts = Values.Match(values);
            Assert.That(parts.Success, values);
            return new Healthily(name, name[..name.IndexOf('{', StringComparison.Ordinal)], Number(parts, "first"), Number(parts, "step") / scrapes);
        }

        public string At(int sample) => Text(First + (sample * Step));

        /// <summary>Of what counts from 0 on.</summary>
        public string Since(int samples) => Text(samples * Step);

        private static double Number(Match match, string group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

        private static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

        [GeneratedRegex(@"^(?<first>-?[0-9.e]+)(?<step>[+-][0-9.e]+)x\d+$")]
        private static partial Regex Values { get; }

        [GeneratedRegex("_(total|bucket|sum|count)$")]
        private static partial Regex Counter { get; }
    }
}
