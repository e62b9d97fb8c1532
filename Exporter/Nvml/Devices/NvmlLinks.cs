using Exporter.Gpu.Readings;
using Exporter.Nvml.Native;

namespace Exporter.Nvml.Devices;

/// <summary>State and errors of a device's NVLink links, asked for apart from anything about memory errors: some drivers refuse a batch of both. Used by one thread.</summary>
internal sealed class NvmlLinks(NvmlQuery query, NvmlFunctions functions)
{
    /// <summary>More than any card has.</summary>
    private const uint MostLinks = 36;

    private static readonly (uint Field, string Kind)[] perLink =
    [
        (NvmlField.NvlinkReplayErrors, "replay"),
        (NvmlField.NvlinkRecoveryErrors, "recovery"),
        (NvmlField.NvlinkCrcErrors, "crc"),
    ];

    private static readonly (uint Field, string Kind)[] overAll =
    [
        (NvmlField.Nvlink5MalformedPackets, "malformed_packet"),
        (NvmlField.Nvlink5BufferOverruns, "buffer_overrun"),
        (NvmlField.Nvlink5ReceiveErrors, "receive"),
        (NvmlField.Nvlink5RemoteErrors, "remote"),
        (NvmlField.Nvlink5IntegrityErrors, "integrity"),
        (NvmlField.Nvlink5FailedRecoveries, "failed_recovery"),
    ];

    private readonly NvmlFieldBatch count = new(6, NvmlField.NvlinkCount);
    private readonly NvmlFieldBatch sums = new(7, [.. overAll.Select(one => (one.Field, NvmlFieldBatch.AllLinks))]);
    private NvmlFieldBatch? singles;
    private uint links;

    /// <summary>How many links are up and how many are not; null on a card without NVLink.</summary>
    public (int? Active, int? Inactive) ReadStates()
    {
        var told = count.Ask(query, functions) ? count.Answer(query, functions, 0) : null;
        links = 0;
        var active = 0;
        for (; links < Math.Min(told ?? MostLinks, MostLinks); links++)
        {
            if (query.Get(functions.NvlinkState, links) is not { } state)
            {
                break;
            }

            active += state == 1 ? 1 : 0;
        }

        return links == 0 ? (null, null) : (active, (int)links - active);
    }

    /// <summary>After <see cref="ReadStates"/>, which tells how many links there are.</summary>
    public IReadOnlyList<GpuNvlinkErrors> ReadErrors()
    {
        if (links == 0)
        {
            return [];
        }

        var errors = new List<GpuNvlinkErrors>();
        if (singles?.Count != links * perLink.Length)
        {
            singles = new NvmlFieldBatch(8, [.. perLink.SelectMany(_ => Enumerable.Range(0, (int)links), (one, link) => (one.Field, (uint)link))]);
        }

        if (singles.Ask(query, functions))
        {
            for (var kind = 0; kind < perLink.Length; kind++)
            {
                Add(errors, perLink[kind].Kind, Sum(singles, kind * (int)links, (int)links));
            }
        }

        if (sums.Ask(query, functions))
        {
            for (var kind = 0; kind < overAll.Length; kind++)
            {
                Add(errors, overAll[kind].Kind, sums.Answer(query, functions, kind));
            }
        }

        return errors;
    }

    private static void Add(List<GpuNvlinkErrors> errors, string kind, double? count)
    {
        if (count is { } known)
        {
            errors.Add(new GpuNvlinkErrors(kind, known));
        }
    }

    /// <summary>Null where no link told.</summary>
    private double? Sum(NvmlFieldBatch batch, int first, int length)
    {
        double? sum = null;
        for (var i = first; i < first + length; i++)
        {
            if (batch.Answer(query, functions, i) is { } one)
            {
                sum = (sum ?? 0) + one;
            }
        }

        return sum;
    }
}
