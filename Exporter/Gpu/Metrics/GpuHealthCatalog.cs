using Exporter.Gpu.Readings;

using static Exporter.Gpu.Metrics.GpuMetricKind;
using static Exporter.Gpu.Metrics.GpuMetricRow;

namespace Exporter.Gpu.Metrics;

/// <summary>The part of the catalogue that tells of wear and defects.</summary>
internal static class GpuHealthCatalog
{
    private static readonly (GpuRecoveryAction Action, string Name)[] actions =
    [
        (GpuRecoveryAction.None, "none"),
        (GpuRecoveryAction.Reset, "reset"),
        (GpuRecoveryAction.Reboot, "reboot"),
        (GpuRecoveryAction.DrainP2P, "drain_p2p"),
        (GpuRecoveryAction.DrainAndReset, "drain_and_reset"),
        (GpuRecoveryAction.RecoverImex, "recover_imex"),
    ];

    public static IReadOnlyList<GpuMetric> Rows { get; } =
    [
        Row(Counter, "hw.gpu.pcie.replays", "", "Packets the GPU had to send again over PCIe, since its driver was loaded.", r => r.Health.PcieReplays),
        Row(Gauge, "hw.gpu.nvlink.links", "", "NVLink links of the GPU by state.", "state",
            ("active", r => r.Health.NvlinksActive),
            ("inactive", r => r.Health.NvlinksInactive)),
        Row(Counter, "hw.gpu.nvlink.errors", "", "NVLink errors over all links, since the driver was loaded.", ["error_kind"], GpuNvlinkErrors.MostKinds, NvlinkErrors),
        Row(Counter, "hw.errors", "{error}", "Memory errors since the driver was loaded, by the place they were found in.", ["error_type", "location"], 2 * GpuEccErrors.MostLocations, EccErrors).OfHardware(),
        Row(Gauge, "hw.gpu.ecc.lifetime_errors", "{error}", "Memory errors over the card's life.", "error_type",
            ("corrected", r => r.Health.EccLifetimeCorrected),
            ("uncorrected", r => r.Health.EccLifetimeUncorrected)),
        Row(Gauge, "hw.gpu.remapped_rows", "", "Rows of the device memory replaced by spare ones over the card's life.", "cause",
            ("corrected", r => r.Health.RemappedRowsCorrected),
            ("uncorrected", r => r.Health.RemappedRowsUncorrected)),
        Row(Gauge, "hw.gpu.remapped_rows.pending", "", "Whether a row is to be replaced at the next reset, 0 or 1.", r => Flag(r.Health.IsRowRemapPending)),
        Row(Gauge, "hw.gpu.remapped_rows.failure", "", "Whether a row could not be replaced, 0 or 1: the card is to be exchanged.", r => Flag(r.Health.HasRowRemapFailed)),
        Row(Gauge, "hw.gpu.retired_pages", "", "Pages of the device memory taken out of use over the card's life.", "cause",
            ("corrected", r => r.Health.RetiredPagesCorrected),
            ("uncorrected", r => r.Health.RetiredPagesUncorrected)),
        Row(Gauge, "hw.gpu.retired_pages.pending", "", "Whether a page is to be taken out of use at the next reset, 0 or 1.", r => Flag(r.Health.IsPageRetirementPending)),
        Row(Gauge, "hw.gpu.recovery_action", "", "What the driver wants done so that the GPU works as it should again, one series an action, 0 or 1.", ["action"], actions.Length, RecoveryActions),
    ];

    private static double? Flag(bool? value) => value is { } known ? Convert.ToDouble(known) : null;

    private static IEnumerable<GpuPoint> NvlinkErrors(GpuView view) =>
        view.Reading?.Health.NvlinkErrors.Select(errors => new GpuPoint(errors.Count, errors.Kind)) ?? [];

    private static IEnumerable<GpuPoint> EccErrors(GpuView view)
    {
        foreach (var errors in view.Reading?.Health.EccErrors ?? [])
        {
            if (errors.Corrected is { } corrected)
            {
                yield return new(corrected, "corrected", errors.Location);
            }

            if (errors.Uncorrected is { } uncorrected)
            {
                yield return new(uncorrected, "uncorrected", errors.Location);
            }
        }
    }

    private static IEnumerable<GpuPoint> RecoveryActions(GpuView view) => view.Reading?.Health.RecoveryAction is not { } wanted ? [] :
        actions.Select(action => new GpuPoint(Convert.ToDouble(action.Action == wanted), action.Name));
}
