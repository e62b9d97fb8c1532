namespace Exporter.Tests.Support;

/// <summary>What Alertmanager told a webhook.</summary>
/// <param name="Receiver">Name of the receiver in its configuration.</param>
/// <param name="Status"><c>firing</c> or <c>resolved</c>.</param>
/// <param name="Alerts">Each alert's labels and annotations, in one.</param>
internal sealed record AlertNotification(string Receiver, string Status, IReadOnlyList<IReadOnlyDictionary<string, string>> Alerts)
{
    public IEnumerable<string> Names => Alerts.Select(a => a["alertname"]).Distinct();

    public override string ToString() => $"{Receiver}: {Status} {string.Join(", ", Alerts.Select(a => $"{a["alertname"]}{{{a.GetValueOrDefault("target")}/{a.GetValueOrDefault("probe")}}}"))}";
}
