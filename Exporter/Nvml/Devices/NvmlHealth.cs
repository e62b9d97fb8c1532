using Exporter.Gpu.Readings;
using Exporter.Nvml.Native;

namespace Exporter.Nvml.Devices;

/// <summary>Reads what tells of wear and defects, which need not be asked for every second. Used by one thread.</summary>
internal sealed class NvmlHealth(NvmlQuery query, NvmlFunctions functions, TimeProvider time)
{
    private const int Corrected = 0;
    private const int Uncorrected = 1;
    private const int SinceLoaded = 0;
    private const int OverLife = 1;
    private const int Sram = 7;

    private static readonly TimeSpan holdsFor = TimeSpan.FromSeconds(10);

    /// <summary>NVML's places by their number. The last is the sum of all but the device memory, on cards that do not tell more.</summary>
    private static readonly string[] locations = ["l1_cache", "l2_cache", "dram", "register_file", "texture_memory", "shared_memory", "cbu", "sram"];

    private const int Dram = 2;

    private readonly NvmlFieldBatch memory = new(
        4,
        NvmlField.RetiredPagesCorrected,
        NvmlField.RetiredPagesUncorrected,
        NvmlField.RetiredPagesPending,
        NvmlField.RemappedRowsCorrected,
        NvmlField.RemappedRowsUncorrected,
        NvmlField.RemappedRowsPending,
        NvmlField.RemappedRowsFailure,
        NvmlField.PcieReplays);

    private readonly NvmlFieldBatch recovery = new(5, NvmlField.RecoveryAction);
    private readonly NvmlLinks links = new(query, functions);
    private GpuHealth? health;
    private long read;

    public GpuHealth Read()
    {
        if (health is not null && time.GetElapsedTime(read) < holdsFor)
        {
            return health;
        }

        read = time.GetTimestamp();
        var hasMemory = memory.Ask(query, functions);
        var hasRecovery = recovery.Ask(query, functions);
        var rows = query.Get(functions.RemappedRows);
        var (active, inactive) = links.ReadStates();
        return health = new GpuHealth
        {
            EccErrors = ReadEcc(),
            EccLifetimeCorrected = query.Get(functions.EccTotal, Corrected, OverLife),
            EccLifetimeUncorrected = query.Get(functions.EccTotal, Uncorrected, OverLife),
            RetiredPagesCorrected = Field(0),
            RetiredPagesUncorrected = Field(1),
            IsPageRetirementPending = Flag(Field(2)),
            RemappedRowsCorrected = rows?.First ?? Field(3),
            RemappedRowsUncorrected = rows?.Second ?? Field(4),
            IsRowRemapPending = Flag(rows?.Third ?? Field(5)),
            HasRowRemapFailed = Flag(rows?.Fourth ?? Field(6)),
            PcieReplays = query.Get(functions.PcieReplays) ?? Field(7),
            RecoveryAction = hasRecovery ? ToAction(recovery.Answer(query, functions, 0)) : null,
            NvlinksActive = active,
            NvlinksInactive = inactive,
            NvlinkErrors = links.ReadErrors(),
        };

        double? Field(int i) => hasMemory ? memory.Answer(query, functions, i) : null;
    }

    private static bool? Flag(double? value) => value is { } known ? known != 0 : null;

    private static GpuRecoveryAction? ToAction(double? value) => value switch
    {
        0 => GpuRecoveryAction.None,
        1 => GpuRecoveryAction.Reset,
        2 => GpuRecoveryAction.Reboot,
        3 => GpuRecoveryAction.DrainP2P,
        4 => GpuRecoveryAction.DrainAndReset,
        5 => GpuRecoveryAction.RecoverImex,
        _ => null,
    };

    private List<GpuEccErrors> ReadEcc()
    {
        var errors = new List<GpuEccErrors>(2);
        var hasSum = Add(errors, Sram);
        for (var location = 0; location < Sram; location++)
        {
            // The sum and its parts together would count twice.
            if (!hasSum || location == Dram)
            {
                Add(errors, location);
            }
        }

        if (errors.Count == 0 && (query.Get(functions.EccTotal, Corrected, SinceLoaded), query.Get(functions.EccTotal, Uncorrected, SinceLoaded)) is var (corrected, uncorrected)
            && (corrected ?? uncorrected) is not null)
        {
            errors.Add(new GpuEccErrors("all", corrected, uncorrected));
        }

        return errors;
    }

    private bool Add(List<GpuEccErrors> errors, int location)
    {
        var corrected = query.Get(functions.EccCount, Corrected, SinceLoaded, location);
        var uncorrected = query.Get(functions.EccCount, Uncorrected, SinceLoaded, location);
        if (corrected is null && uncorrected is null)
        {
            return false;
        }

        errors.Add(new GpuEccErrors(locations[location], corrected, uncorrected));
        return true;
    }
}
