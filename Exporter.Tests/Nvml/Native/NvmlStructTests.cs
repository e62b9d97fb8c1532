using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Exporter.Nvml.Native;

namespace Exporter.Tests.Nvml.Native;

/// <summary>Sizes and offsets as the C compiler lays NVML's structs out on x86-64, the same in CUDA 11.8 and 13.3 where both have them.</summary>
internal sealed class NvmlStructTests
{
    private static readonly object[] layouts =
    [
        Of<NvmlUtilization>(8, (0, "Gpu"), (4, "Memory")),
        Of<NvmlMemory>(24, (0, "Total"), (8, "Free"), (16, "Used")),
        Of<NvmlMemoryV2>(40, (0, "Version"), (8, "Total"), (16, "Reserved"), (24, "Free"), (32, "Used")),
        Of<NvmlPciInfo>(68, (0, "BusIdLegacy"), (16, "Domain"), (20, "Bus"), (24, "Device"), (28, "PciDeviceId"), (32, "PciSubSystemId"), (36, "BusId")),
        Of<NvmlValue>(8, (0, "Double"), (0, "Int"), (0, "UInt"), (0, "ULong"), (0, "Long"), (0, "UShort")),
        Of<NvmlFieldValue>(40, (0, "FieldId"), (4, "ScopeId"), (8, "Timestamp"), (16, "LatencyMicroseconds"), (24, "ValueType"), (28, "Return"), (32, "Value")),
        Of<NvmlEventData>(32, (0, "Device"), (8, "EventType"), (16, "Data"), (24, "GpuInstanceId"), (28, "ComputeInstanceId")),
        Of<NvmlProcessInfoV1>(16, (0, "Pid"), (8, "UsedGpuMemory")),
        Of<NvmlProcessInfo>(24, (0, "Pid"), (8, "UsedGpuMemory"), (16, "GpuInstanceId"), (20, "ComputeInstanceId")),
        Of<NvmlSample>(16, (0, "Timestamp"), (8, "Value")),
        Of<NvmlProcessUtilization>(32, (0, "Pid"), (8, "Timestamp"), (16, "Sm"), (20, "Memory"), (24, "Encoder"), (28, "Decoder")),
        Of<NvmlMarginTemperature>(8, (0, "Version"), (4, "Margin")),
        Of<NvmlGpmSupport>(8, (0, "Version"), (4, "IsSupported")),
        Of<NvmlGpmMetric>(40, (0, "Id"), (4, "Return"), (8, "Value"), (16, "ShortName"), (24, "LongName"), (32, "Unit")),
        Of<NvmlTemperature>(12, (0, "Version"), (4, "Sensor"), (8, "Temperature")),
    ];

    [TestCaseSource(nameof(layouts))]
    public void A_struct_lies_in_memory_as_the_library_lays_it(Type type, int managedSize, int size, (int Offset, string Field)[] fields)
    {
        Assert.Multiple(() =>
        {
            Assert.That(managedSize, Is.EqualTo(size), "sizeof");
            Assert.That(Marshal.SizeOf(type), Is.EqualTo(size), "blittable: the same size for the marshaller");
            Assert.That(type.GetFields().Select(field => field.Name), Is.EquivalentTo(fields.Select(field => field.Field)));
            foreach (var (offset, field) in fields)
            {
                Assert.That((int)Marshal.OffsetOf(type, field), Is.EqualTo(offset), field);
            }
        });
    }

    [Test]
    public void The_version_word_holds_size_and_version()
    {
        Assert.Multiple(() =>
        {
            Assert.That(NvmlMemoryV2.Request.Version, Is.EqualTo(0x02000028));
            Assert.That(NvmlTemperature.Request.Version, Is.EqualTo(0x0100000C));
            Assert.That(NvmlMarginTemperature.Request.Version, Is.EqualTo(0x01000008));
            Assert.That(NvmlGpmSupport.Request.Version, Is.EqualTo(1), "GPM's structs have a plain version");
            Assert.That(NvmlGpmRequest.PlainVersion, Is.EqualTo(1));
        });
    }

    [Test]
    public unsafe void The_request_for_performance_counters_has_room_for_the_newest_library()
    {
        var request = default(NvmlGpmRequest);
        var start = (byte*)&request;

        Assert.Multiple(() =>
        {
            Assert.That(sizeof(NvmlGpmRequest), Is.EqualTo(13344));
            Assert.That(Unsafe.SizeOf<NvmlGpmMetricArray>(), Is.EqualTo(333 * 40));
        });
        Assert.That(((byte*)&request.Count - start, (byte*)&request.Before - start, (byte*)&request.After - start, (byte*)&request.Metrics - start), Is.EqualTo((4L, 8L, 16L, 24L)));
    }

    [Test]
    public void A_value_is_read_by_its_type_whatever_the_other_bytes_hold()
    {
        Assert.Multiple(() =>
        {
            Assert.That(new NvmlValue { Double = -1.5 }.As(NvmlValueType.Double), Is.EqualTo(-1.5));
            Assert.That(new NvmlValue { ULong = 0xEEEEEEEE_FFFFFFFF }.As(NvmlValueType.UInt), Is.EqualTo(4294967295));
            Assert.That(new NvmlValue { ULong = 0xEEEEEEEE_FFFFFFFF }.As(NvmlValueType.Int), Is.EqualTo(-1));
            Assert.That(new NvmlValue { ULong = 0xEEEEEEEE_EEEE0102 }.As(NvmlValueType.UShort), Is.EqualTo(258));
            Assert.That(new NvmlValue { ULong = 1UL << 40 }.As(NvmlValueType.ULongLong), Is.EqualTo(1099511627776));
            Assert.That(new NvmlValue { ULong = 1UL << 40 }.As(NvmlValueType.ULong), Is.EqualTo(1099511627776));
            Assert.That(new NvmlValue { Long = -7 }.As(NvmlValueType.SignedLongLong), Is.EqualTo(-7));
            Assert.That(new NvmlValue { ULong = 1 }.As((NvmlValueType)7), Is.Null);
        });
    }

    private static object[] Of<T>(int size, params (int Offset, string Field)[] fields)
        where T : unmanaged => [typeof(T), Unsafe.SizeOf<T>(), size, fields];
}
