using System.Xml.Linq;
using Exporter.Gpu.Readings;
using static Exporter.Commands.Gpus.Parity.ParityRow;
using static Exporter.Commands.Gpus.Smi.SmiText;

namespace Exporter.Commands.Gpus.Parity;

/// <summary>The part of the table that tells of wear and defects. Ours is looked at less often, so that an error may be new.</summary>
internal static class ParityHealthTable
{
    private const string Dram = "dram";

    public static IReadOnlyList<ParityRow> Rows { get; } =
    [
        Ecc("ECC: SRAM, corrected", r => Sum(r, isDram: false, e => e.Corrected), "volatile/sram_correctable"),
        OfMoving("ECC: SRAM, uncorrected", "", r => Sum(r, isDram: false, e => e.Uncorrected), SramUncorrected, 0, 1),
        Ecc("ECC: DRAM, corrected", r => Sum(r, isDram: true, e => e.Corrected), "volatile/dram_correctable"),
        Ecc("ECC: DRAM, uncorrected", r => Sum(r, isDram: true, e => e.Uncorrected), "volatile/dram_uncorrectable"),
        Ecc("ECC: lifetime, corrected", r => r.Health.EccLifetimeCorrected, "aggregate/sram_correctable", "aggregate/dram_correctable"),
        OfMoving("retired pages, corrected", "", r => r.Health.RetiredPagesCorrected, gpu => Number(gpu, "retired_pages/multiple_single_bit_retirement/retired_count"), 0, 1),
        OfMoving("retired pages, uncorrected", "", r => r.Health.RetiredPagesUncorrected, gpu => Number(gpu, "retired_pages/double_bit_retirement/retired_count"), 0, 1),
        OfFixed("page retirement pending", "", r => Flag01(r.Health.IsPageRetirementPending), gpu => Flag(gpu, "retired_pages/pending_retirement", "retired_pages/pending_blacklist")),
        OfMoving("remapped rows, corrected", "", r => r.Health.RemappedRowsCorrected, gpu => Number(gpu, "remapped_rows/remapped_row_corr"), 0, 1),
        OfMoving("remapped rows, uncorrected", "", r => r.Health.RemappedRowsUncorrected, gpu => Number(gpu, "remapped_rows/remapped_row_unc"), 0, 1),
        OfFixed("row remap pending", "", r => Flag01(r.Health.IsRowRemapPending), gpu => Flag(gpu, "remapped_rows/remapped_row_pending")),
        OfFixed("row remap failed", "", r => Flag01(r.Health.HasRowRemapFailed), gpu => Flag(gpu, "remapped_rows/remapped_row_failure")),
        OfText("recovery action", (_, r) => Letters(r.Health.RecoveryAction?.ToString()), gpu => Letters(Word(gpu, "gpu_recovery_action"))),
        OfFixed("MIG instances", "", r => r.Instances.Count, gpu => gpu.Element("mig_devices")?.Elements("mig_device").Count()),
        OfMoving("memory of MIG instances", "MiB", r => Mebibytes(r, i => i.MemoryTotalBytes), gpu => Sum(gpu, "fb_memory_usage/total"), 1, 8),
        OfMoving("memory used of MIG instances", "MiB", r => Mebibytes(r, i => i.MemoryUsedBytes), gpu => Sum(gpu, "fb_memory_usage/used"), 1, 64),
    ];

    private static ParityRow Ecc(string reading, Func<GpuReading, double?> ours, params string[] paths) =>
        OfMoving(reading, "", ours, gpu => paths.Select(path => Number(gpu, $"ecc_errors/{path}")).Aggregate((double?)null, (sum, one) => one is null ? sum : (sum ?? 0) + one), 0, 1);

    /// <summary>Newer drivers tell two kinds of them apart.</summary>
    private static double? SramUncorrected(XElement gpu) => Number(gpu, "ecc_errors/volatile/sram_uncorrectable")
        ?? (Number(gpu, "ecc_errors/volatile/sram_uncorrectable_parity") + Number(gpu, "ecc_errors/volatile/sram_uncorrectable_secded"));

    private static double? Sum(GpuReading reading, bool isDram, Func<GpuEccErrors, double?> count)
    {
        var places = reading.Health.EccErrors.Where(errors => errors.Location == Dram == isDram && errors.Location != "all").Select(count).OfType<double>().ToList();
        return places.Count == 0 ? null : places.Sum();
    }

    private static double? Flag01(bool? value) => value is { } known ? Convert.ToDouble(known) : null;

    private static double? Mebibytes(GpuReading reading, Func<GpuInstance, long?> bytes) => reading.Instances.Count == 0 ? null : reading.Instances.Sum(bytes) / 1024.0 / 1024;

    private static double? Sum(XElement gpu, string path) => gpu.Element("mig_devices")?.Elements("mig_device").Select(part => Number(part, path)).Aggregate((double?)null, (sum, one) => (sum ?? 0) + one);

    /// <summary>"Drain P2P" and <c>DrainP2P</c> are the same.</summary>
    private static string? Letters(string? text) => text is null ? null : string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
