using System.Diagnostics.Metrics;

namespace Exporter.Traffic.Energy;

/// <summary>Publishes which target used the GPUs' energy.</summary>
internal sealed class EnergyMetrics : IDisposable
{
    public const string MeterName = "modelhost_exporter.target.energy";

    /// <summary>Targets times the cards that each is on.</summary>
    private const int MostAccounts = 1024;

    private readonly Meter meter = new(MeterName);
    private readonly EnergyCollection energy;

    public EnergyMetrics(EnergyCollection energy)
    {
        this.energy = energy;
        meter.CreateObservableCounter("target.gpu.energy", () => Observe(a => a.Joules), "J", "Energy of the GPU that went to the target since the exporter has been watching. Exact where nobody else holds memory of the card; an estimate where several do: split by the driver's process utilisation, and by memory while nobody computes.");
        meter.CreateObservableCounter("target.gpu.idle_energy", () => Observe(a => a.IdleJoules), "J", "The part of target_gpu_energy that was used while the target held memory of the card and did not compute; an estimate on a shared card.");
        meter.CreateObservableCounter("target.gpu.idle_with_memory_time", () => Observe(a => a.IdleSeconds), "s", "How long the target held memory of the card and did not compute; on a shared card by the driver's estimate of who does.");
    }

    public static int CardinalityLimit(Instrument instrument) => MostAccounts;

    public void Dispose() => meter.Dispose();

    private IEnumerable<Measurement<double>> Observe(Func<EnergyAccount, double?> value)
    {
        foreach (var account in energy.Accounts)
        {
            if (value(account) is { } known)
            {
                yield return new(known, new("target", account.Target), new("hw_id", account.HwId));
            }
        }
    }
}
