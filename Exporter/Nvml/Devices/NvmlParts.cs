using Exporter.Gpu.Readings;
using Exporter.Nvml.Native;

namespace Exporter.Nvml.Devices;

/// <summary>The MIG devices of one GPU. Used by one thread.</summary>
internal sealed class NvmlParts(NvmlQuery query, NvmlFunctions functions, TimeProvider time)
{
    /// <summary>A handle may come to mean another instance when the layout is changed.</summary>
    private static readonly TimeSpan holdsFor = TimeSpan.FromSeconds(10);

    private readonly (nint Handle, NvmlPart? Part)[] places = new (nint, NvmlPart?)[GpuInstance.MostInstances];
    private long learned;

    /// <summary>Every instance there is; none without MIG.</summary>
    public IReadOnlyList<GpuInstance> Read()
    {
        if (query.Get(functions.MigMode) is not (1, _) || query.Get(functions.MigCount) is not { } count)
        {
            Free();
            return [];
        }

        var isOld = time.GetElapsedTime(learned) >= holdsFor;
        learned = isOld ? time.GetTimestamp() : learned;
        var parts = new List<GpuInstance>();
        for (var i = 0; i < places.Length; i++)
        {
            if (i < count && Find(i, isOld) is { } part)
            {
                parts.Add(part.Read(query));
            }
        }

        return parts;
    }

    /// <summary>Gives back what the library holds for them.</summary>
    public void Free()
    {
        for (var i = 0; i < places.Length; i++)
        {
            Put(i, default);
        }
    }

    private NvmlPart? Find(int place, bool isOld)
    {
        var handle = query.Get(functions.MigHandle, (uint)place);
        if (handle is not { } known)
        {
            Put(place, default);
        }
        else if (isOld || places[place].Handle != known)
        {
            Put(place, (known, NvmlPart.Take(query.OfPart(known), functions, places[place].Part, time)));
        }

        return places[place].Part;
    }

    private void Put(int place, (nint Handle, NvmlPart? Part) next)
    {
        if (places[place].Part is { } before && before.Gpm != next.Part?.Gpm)
        {
            before.Gpm.Free();
        }

        places[place] = next;
    }
}
