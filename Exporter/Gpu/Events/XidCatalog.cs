using System.Collections.Frozen;

namespace Exporter.Gpu.Events;

/// <summary>
/// What Xid codes mean, after NVIDIA's catalogue of them. This is the only place that knows; a newer code is one number in one of
/// the lists, and until then it is published as unclassified.
/// </summary>
internal static class XidCatalog
{
    private static readonly (XidSeverity Severity, string Advice, int[] Codes)[] table =
    [
        // Fell off the bus.
        (XidSeverity.Critical, "Drain the host and reboot it; if it comes again, reseat the card and look at its power before it is replaced.", [79]),

        // Engine, firmware, memory and recovery failures that only a reset ends.
        (XidSeverity.Critical, "Drain and reset the GPU; if it comes again, call the vendor.", [46, 62, 64, 95, 109, 110, 119, 120, 136, 140, 143, 155, 156, 158]),

        // Uncorrectable memory error; link errors.
        (XidSeverity.Critical, "Drain the GPU and look at the errors around this one: row remapping (63, 64), containment (94, 95), or the links.", [48, 74, 144, 145, 146, 147, 148, 149, 150]),

        (XidSeverity.Warning, "Restart the model server; when it meets many programs, suspect the hardware.",
            [8, 32, 39, 40, 41, 69, 70, 71, 72, 75, 76, 77, 80, 94, 126, 127, 128, 129, 130, 131, 132, 133, 134, 135]),

        // 154 says that the recommended recovery changed, which has a metric of its own.
        (XidSeverity.Application, "Usually a fault of the program on the GPU, or a note beside another error.",
            [13, 31, 37, 38, 43, 44, 45, 63, 66, 67, 68, 92, 106, 107, 121, 137, 141, 154, 160]),
    ];

    private static readonly FrozenDictionary<int, (XidSeverity Severity, string Advice)> byCode =
        table.SelectMany(row => row.Codes.Select(code => (code, row))).ToFrozenDictionary(entry => entry.code, entry => (entry.row.Severity, entry.row.Advice));

    /// <summary>Every code in the table.</summary>
    public static IReadOnlyCollection<int> Codes => byCode.Keys;

    /// <summary>The codes whose counters exist from the start, so that the first error is seen as an increase.</summary>
    public static IReadOnlyList<int> Critical { get; } = [.. byCode.Where(entry => entry.Value.Severity is XidSeverity.Critical).Select(entry => entry.Key).Order()];

    public static XidSeverity Severity(int code) => byCode.TryGetValue(code, out var known) ? known.Severity : XidSeverity.Unclassified;

    /// <summary>What to do about it, for the log.</summary>
    public static string Advice(int code) => byCode.TryGetValue(code, out var known) ? known.Advice : "This exporter does not know the code; look it up in the driver's documentation.";

    /// <summary>Value of the label <c>severity</c>.</summary>
    public static string Label(XidSeverity severity) => severity switch
    {
        XidSeverity.Critical => "critical",
        XidSeverity.Warning => "warning",
        XidSeverity.Application => "application",
        XidSeverity.Unclassified => "unclassified",
    };
}
