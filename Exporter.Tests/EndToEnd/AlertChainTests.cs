using Exporter.Demo;
using Exporter.Tests.Alerting;
using Exporter.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporter.Tests.EndToEnd;

/// <summary>
/// The whole way to whoever is on call: a model server breaks, the daemon sees it, Prometheus evaluates the shipped rules, Alertmanager
/// routes by the shipped configuration, and a webhook rings.
/// </summary>
[Category("EndToEnd")]
internal sealed class AlertChainTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(40);

    /// <summary>Only the default set: the opt-in file and generated objectives have tests of their own.</summary>
    private static string[] WriteRules(TemporaryFolder folder) =>
    [
        .. RuleFiles.Paths
            .Where(p => !RuleFiles.IsGenerated(p) && Path.GetFileName(p) != "classic-thresholds.yml")
            .Select(p => folder.Write(Path.GetFileName(p), TimeLapse.Of(File.ReadAllText(p)))),
    ];

    [Test]
    public async Task A_broken_model_server_rings_once_and_is_told_to_be_well_again()
    {
        using var folder = new TemporaryFolder();
        await using var models = new DemoModelServer(new DemoServerOptions { Port = 0 }, TimeProvider.System, NullLoggerFactory.Instance);
        await models.StartAsync(CancellationToken.None);
        await using var daemon = await DaemonProcessUnderTest.StartAsync(Config(models.BaseAddress));
        await using var webhook = await WebhookReceiver.StartAsync();
        await using var alertmanager = await AlertmanagerServer.StartAsync(ShippedAlertmanager.Towards(webhook.Address));
        await using var prometheus = await PrometheusServer.StartWithAlertsAsync(daemon.Metrics, WriteRules(folder), alertmanager.Address);

        // The chain is open before anything breaks, and nobody is woken.
        await UntilAsync(webhook, alertmanager, w => w.ReceivedBy("watchdog").Count > 0, "the watchdog is heard");
        Assert.That(webhook.ReceivedBy("page"), Is.Empty);

        await SwitchAsync(models, "error");
        await UntilAsync(webhook, alertmanager, w => w.ReceivedBy("page").Count > 0, "the page comes");
        AssertIsThePage(webhook.ReceivedBy("page")[0]);
        Assert.That((await daemon.ScrapeAsync()).Value("probe_success", ("probe", "health")), Is.EqualTo(1), "while /health says that all is well");

        await SwitchAsync(models, "none");
        await UntilAsync(webhook, alertmanager, w => w.ReceivedBy("page").Any(n => n.Status == "resolved"), "it is told to be over");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(webhook.ReceivedBy("page").Select(n => n.Status), Is.EqualTo(new[] { "firing", "resolved" }), "one ring, one all-clear");
            Assert.That(webhook.ReceivedBy("page").SelectMany(n => n.Names).Distinct(), Is.EqualTo(new[] { "ProbeTargetDown" }));
            Assert.That(webhook.ReceivedBy("nobody"), Is.Empty.Or.All.Matches<AlertNotification>(n => n.Alerts.All(a => a["severity"] is "info" or "none")));
        }
    }

    private static void AssertIsThePage(AlertNotification page)
    {
        var alert = page.Alerts.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(page.Status, Is.EqualTo("firing"));
            Assert.That(alert["alertname"], Is.EqualTo("ProbeTargetDown"));
            Assert.That(alert["severity"], Is.EqualTo("critical"));
            Assert.That(alert["target"], Is.EqualTo("broken"));
            Assert.That(alert["probe"], Is.EqualTo("chat"));
            Assert.That(alert["description"], Does.StartWith("Probe chat of broken on 127.0.0.1:").And.Contains("`modelhost-exporter probe broken/chat`"));
            Assert.That(alert["runbook_url"], Does.EndWith("/ProbeTargetDown.md"));
            Assert.That(alert["dashboard"], Does.StartWith("/d/modelhost-probes?var-instance=127.0.0.1:").And.EndsWith("&var-target=broken"));
        }
    }

    /// <summary>Simulated GPUs, and no host: how busy this machine is must ring for nobody.</summary>
    private static string Config(Uri models) => $$"""
        listen: { address: 127.0.0.1:0 }
        gpu: { simulated: 2 }
        host: { enabled: false }
        targets:
        {{Configs.Chat("broken", models)}}      - { name: health, type: http, path: /health, interval: 1s, timeout: 900ms }
        """;

    private static async Task SwitchAsync(DemoModelServer models, string fault)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var response = await http.PostAsync(new Uri(models.BaseAddress, "/demo/faults"), new StringContent($$"""{"fault": "{{fault}}"}"""));
        response.EnsureSuccessStatusCode();
    }

    private static Task UntilAsync(WebhookReceiver webhook, AlertmanagerServer alertmanager, Func<WebhookReceiver, bool> condition, string what) =>
        Eventually.That(() => condition(webhook), Bound, () => $"{what}\n{string.Join('\n', webhook.Received)}\n{alertmanager.Said}");
}
