namespace Exporter.Configuration.Probes;

/// <summary>Which of <c>cases</c> comes next.</summary>
internal enum CaseOrder
{
    /// <summary><c>round_robin</c>: the next one, from the first after the last.</summary>
    RoundRobin,

    /// <summary><c>random</c>: any.</summary>
    Random,
}
