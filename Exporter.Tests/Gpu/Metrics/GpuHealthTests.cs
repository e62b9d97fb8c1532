using Exporter.Gpu;
using Exporter.Gpu.Metrics;
using Exporter.Gpu.Readings;

namespace Exporter.Tests.Gpu.Metrics;

/// <summary>What wear and defects mean for the state of the hardware.</summary>
internal sealed class GpuHealthTests
{
    private static readonly (GpuHealth Health, GpuStatus Status)[] rules =
    [
        (GpuHealth.Unknown, GpuStatus.Ok),
        (new GpuHealth { IsRowRemapPending = false, HasRowRemapFailed = false, IsPageRetirementPending = false, RecoveryAction = GpuRecoveryAction.None }, GpuStatus.Ok),
        (new GpuHealth { IsRowRemapPending = true }, GpuStatus.PredictedFailure),
        (new GpuHealth { IsPageRetirementPending = true }, GpuStatus.PredictedFailure),
        (new GpuHealth { RecoveryAction = GpuRecoveryAction.Reset }, GpuStatus.PredictedFailure),
        (new GpuHealth { RecoveryAction = GpuRecoveryAction.Reboot }, GpuStatus.PredictedFailure),
        (new GpuHealth { RecoveryAction = GpuRecoveryAction.DrainAndReset }, GpuStatus.PredictedFailure),
        (new GpuHealth { RecoveryAction = GpuRecoveryAction.DrainP2P }, GpuStatus.Degraded),
        (new GpuHealth { RecoveryAction = GpuRecoveryAction.RecoverImex }, GpuStatus.Degraded),
        (new GpuHealth { RecoveryAction = GpuRecoveryAction.RecoverImex, IsRowRemapPending = true }, GpuStatus.PredictedFailure),
        (new GpuHealth { HasRowRemapFailed = true, IsRowRemapPending = true }, GpuStatus.Failed),
        (new GpuHealth { EccErrors = [new("dram", 5, 1)], RemappedRowsUncorrected = 1 }, GpuStatus.Ok),
    ];

    [Test]
    public void Every_finding_has_its_state_and_the_worst_one_counts()
    {
        Assert.That(rules.Select(rule => rule.Health.Status), Is.EqualTo(rules.Select(rule => rule.Status)));
    }

    [Test]
    public void A_card_that_is_read_shows_the_state_that_its_health_means()
    {
        var view = new GpuView
        {
            Index = 0,
            Snapshot = new GpuSnapshot { Taken = 0, ValidFor = TimeSpan.FromSeconds(1), Reading = new GpuReading { Health = new GpuHealth { IsRowRemapPending = true } } },
        };

        Assert.That(view.Status, Is.EqualTo(GpuStatus.PredictedFailure));
    }
}
