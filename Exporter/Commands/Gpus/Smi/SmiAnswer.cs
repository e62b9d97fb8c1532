using System.Xml.Linq;

namespace Exporter.Commands.Gpus.Smi;

/// <summary>What nvidia-smi said, or why nothing is known of it.</summary>
/// <param name="Report">Its XML; null where there is none.</param>
/// <param name="Problem">For a person; null where there is a report.</param>
internal sealed record SmiAnswer(XElement? Report, string? Problem);
