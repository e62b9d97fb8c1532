using YamlDotNet.RepresentationModel;

namespace Exporter.Tests.Alerting;

/// <summary>One scenario of a promtool file, and which alerts it says fire or stay quiet.</summary>
/// <param name="File">Name of the file in alert-rules/tests/.</param>
/// <param name="Name">What it is called there.</param>
/// <param name="Node">As read, so that checks can be added.</param>
/// <param name="Firing">Alerts that must fire, and when.</param>
/// <param name="Quiet">Alerts that must not.</param>
internal sealed record RuleTestCase(
    string File,
    string Name,
    YamlMappingNode Node,
    IReadOnlyList<(string Alert, string EvalTime)> Firing,
    IReadOnlyList<string> Quiet);
