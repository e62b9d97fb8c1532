using System.Runtime.InteropServices;

namespace Exporter.Tests.NativeNvml;

/// <summary>The tools of the other tests: copies are libraries of their own, and what is left out is not there.</summary>
internal sealed class FakeNvmlTests
{
    [Test]
    public void Two_copies_with_the_same_soname_are_two_libraries()
    {
        using var one = new FakeNvml();
        using var other = new FakeNvml();

        var first = NativeLibrary.Load(one.LibraryPath);
        var second = NativeLibrary.Load(other.LibraryPath);

        Assert.That(NativeLibrary.GetExport(first, "nvmlInit_v2"), Is.Not.EqualTo(NativeLibrary.GetExport(second, "nvmlInit_v2")));
        NativeLibrary.Free(first);
        NativeLibrary.Free(second);
    }

    [Test]
    public void A_function_left_out_is_no_symbol()
    {
        using var fake = new FakeNvml(missing: ["nvmlDeviceGetTemperatureV"]);

        var handle = NativeLibrary.Load(fake.LibraryPath);

        Assert.Multiple(() =>
        {
            Assert.That(NativeLibrary.TryGetExport(handle, "nvmlDeviceGetTemperatureV", out _), Is.False);
            Assert.That(NativeLibrary.TryGetExport(handle, "nvmlDeviceGetTemperature", out _), Is.True);
        });
        NativeLibrary.Free(handle);
    }
}
