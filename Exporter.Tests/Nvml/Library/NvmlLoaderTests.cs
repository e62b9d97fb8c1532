using Exporter.Nvml.Library;
using Exporter.Tests.NativeNvml;

namespace Exporter.Tests.Nvml.Library;

internal sealed class NvmlLoaderTests
{
    [Test]
    public void Where_there_is_no_place_for_a_copy_a_library_left_behind_stays_unused()
    {
        using var fake = new FakeNvml();
        var loader = new NvmlLoader();
        var first = loader.Load([fake.LibraryPath])!;
        loader.LeaveBehind(first);
        var usual = Environment.GetEnvironmentVariable("TMPDIR");
        try
        {
            Environment.SetEnvironmentVariable("TMPDIR", fake.LibraryPath + ".no-such-folder");
            Assert.That(loader.Load([fake.LibraryPath]), Is.Null);
        }
        finally
        {
            Environment.SetEnvironmentVariable("TMPDIR", usual);
        }

        var copy = loader.Load([fake.LibraryPath]);
        Assert.That(copy, Is.Not.Null, "tried again at the next opening");
        Assert.That(copy!.InitAddress, Is.Not.EqualTo(first.InitAddress));
        copy.Free();
        first.Free();
    }
}
