namespace Exporter.Configuration.Probes;

/// <summary>What a case knows of a document or text that is scored; label <c>expected</c>.</summary>
internal enum ExpectedRelevance
{
    Relevant,
    Irrelevant,
}
