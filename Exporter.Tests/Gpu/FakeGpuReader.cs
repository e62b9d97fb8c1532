using Exporter.Gpu;
using Exporter.Gpu.Readings;

namespace Exporter.Tests.Gpu;

/// <summary>A GPU that does what a test says; it can hang.</summary>
internal sealed class FakeGpuReader(int index) : IGpuReader
{
    private readonly object gate = new();
    private bool isToHang;
    private int reads;
    private int hanging;

    public int Index => index;

    public Func<int, GpuReadResult> Answer { get; set; } = read => GpuReadResult.Read(Readings.Identity(index), Readings.Full with { EnergyJoules = read });

    public int Reads => Volatile.Read(ref reads);

    /// <summary>Whether a call hangs now.</summary>
    public bool IsHanging => Volatile.Read(ref hanging) > 0;

    public int LastThread { get; private set; }

    /// <summary>Every call from now on hangs until <see cref="Free"/>.</summary>
    public void Hang() => Set(hang: true);

    public void Free() => Set(hang: false);

    public GpuReadResult Read()
    {
        LastThread = Environment.CurrentManagedThreadId;
        var read = Interlocked.Increment(ref reads);
        lock (gate)
        {
            while (isToHang)
            {
                Volatile.Write(ref hanging, 1);
                Monitor.Wait(gate);
            }
        }

        Volatile.Write(ref hanging, 0);
        return Answer(read);
    }

    private void Set(bool hang)
    {
        lock (gate)
        {
            isToHang = hang;
            Monitor.PulseAll(gate);
        }
    }
}
