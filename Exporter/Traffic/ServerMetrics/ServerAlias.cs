using Exporter.Configuration;

namespace Exporter.Traffic.ServerMetrics;

/// <summary>Where one kind of server says one fact.</summary>
/// <param name="Names">Sample names over the versions, the newest first; the first that is there counts.</param>
/// <param name="Label">Label that the sample must have with <paramref name="LabelValue"/>; null for any.</param>
/// <param name="IsWorst">Where several series say it: the greatest counts instead of the sum.</param>
internal sealed record ServerAlias(ServerKind Server, ServerFact Fact, string[] Names, string? Label = null, string? LabelValue = null, bool IsWorst = false);
