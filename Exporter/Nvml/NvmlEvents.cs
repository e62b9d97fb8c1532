using Exporter.Gpu.Events;
using Exporter.Nvml.Devices;
using Exporter.Nvml.Native;

namespace Exporter.Nvml;

/// <summary>
/// The events of a session's devices in one set. A device is registered once its own reader has a handle of it, so that one which
/// hangs keeps nobody from the events of the others, and again when that handle is taken anew.
/// </summary>
internal sealed unsafe class NvmlEvents(NvmlSession session, IReadOnlyList<NvmlDevice> devices, TimeProvider time) : IGpuEvents
{
    private const NvmlEventType Wanted = NvmlEventType.XidCriticalError | NvmlEventType.MigConfigChange;

    private static readonly TimeSpan lookForDevicesEvery = TimeSpan.FromSeconds(10);

    private readonly NvmlHandle?[] registered = new NvmlHandle?[devices.Count];
    private nint set;
    private long devicesLooked = time.GetTimestamp();

    public GpuEvent Wait(TimeSpan bound)
    {
        if (time.GetElapsedTime(devicesLooked) >= lookForDevicesEvery && HaveDevicesChanged())
        {
            return new GpuEvent(GpuEventKind.DevicesChanged);
        }

        if (set == 0 && Create() is { } refused)
        {
            return new GpuEvent(refused);
        }

        Register();
        NvmlEventData data;
        var code = session.Functions.EventSetWait.Invoke(set, &data, (uint)bound.TotalMilliseconds);
        return code switch
        {
            NvmlReturn.Success => Read(data),
            NvmlReturn.Timeout => new GpuEvent(GpuEventKind.None),
            NvmlReturn.FunctionNotFound or NvmlReturn.NotSupported => new GpuEvent(GpuEventKind.Unsupported),
            _ => Failed(),
        };
    }

    public void Dispose() => Free();

    private GpuEventKind? Create()
    {
        nint created;
        var code = session.Functions.EventSetCreate.Invoke(&created);
        if (code == NvmlReturn.Success)
        {
            set = created;
            return null;
        }

        return code.IsUnsupported() ? GpuEventKind.Unsupported : GpuEventKind.Failed;
    }

    private void Register()
    {
        for (var i = 0; i < registered.Length; i++)
        {
            if (devices[i].Handle is not { } handle || ReferenceEquals(handle, registered[i]))
            {
                continue;
            }

            registered[i] = handle;
            ulong supported;
            if (session.Functions.SupportedEvents.Invoke(handle.Value, &supported) == NvmlReturn.Success && ((NvmlEventType)supported & Wanted) is not NvmlEventType.None and var types)
            {
                session.Functions.RegisterEvents.Invoke(handle.Value, types, set);
            }
        }
    }

    private GpuEvent Read(NvmlEventData data)
    {
        var at = Array.FindIndex(registered, handle => handle?.Value == data.Device);
        var type = (NvmlEventType)data.EventType;
        if (at < 0)
        {
            return new GpuEvent(GpuEventKind.None);
        }

        if (type.HasFlag(NvmlEventType.MigConfigChange))
        {
            devices[at].TakeAnew();
        }

        return type.HasFlag(NvmlEventType.XidCriticalError) && registered[at]!.PciAddress is { } address
            ? new GpuEvent(GpuEventKind.Xid, address, (int)Math.Min(data.Data, int.MaxValue))
            : new GpuEvent(GpuEventKind.None);
    }

    /// <summary>A set with a lost device in it may never work again; the next wait begins with a new one.</summary>
    private GpuEvent Failed()
    {
        Free();
        return new GpuEvent(GpuEventKind.Failed);
    }

    private void Free()
    {
        if (set != 0)
        {
            session.Functions.EventSetFree.Invoke(set);
            set = 0;
        }

        Array.Clear(registered);
    }

    private bool HaveDevicesChanged()
    {
        devicesLooked = time.GetTimestamp();
        uint count;
        return session.HaveDevicesChanged || (session.Functions.DeviceCount.Invoke(&count) == NvmlReturn.Success && count != devices.Count);
    }
}
