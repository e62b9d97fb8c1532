using Exporter.Tests.Support;

namespace Exporter.Tests.NativeNvml;

/// <summary>
/// One copy of the fake library in a folder of its own, with its scenario. Disposing it ends every hang in it. Where there is no
/// gcc the test is ignored and says so.
/// </summary>
internal sealed class FakeNvml : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <param name="missing">Exported names that this library does not have.</param>
    public FakeNvml(params string[] missing)
    {
        if (FakeNvmlCompiler.WhyNot is { } why)
        {
            folder.Dispose();
            Assert.Ignore(why);
        }

        LibraryPath = folder.PathOf("libnvidia-ml.so.1");
        FakeNvmlCompiler.MakeCopy(LibraryPath, missing);
        File.WriteAllText(CallsPath, "");
    }

    public string LibraryPath { get; }

    /// <summary>Every call so far.</summary>
    public IReadOnlyList<NativeCall> Calls => [.. File.ReadAllLines(CallsPath).Select(NativeCall.Parse)];

    private string CallsPath => LibraryPath + ".calls";

    /// <summary>Replaces the scenario; it holds from the next call on, and a call that hangs looks every few milliseconds.</summary>
    public void Play(params string[] lines)
    {
        var next = LibraryPath + ".scenario.next";
        File.WriteAllLines(next, lines);
        File.Move(next, LibraryPath + ".scenario", overwrite: true);
    }

    /// <summary>Puts another library into the place of this one, as a driver upgrade does.</summary>
    public void Replace(params string[] missing)
    {
        var next = LibraryPath + ".next";
        FakeNvmlCompiler.MakeCopy(next, missing);
        File.Move(next, LibraryPath, overwrite: true);
    }

    /// <summary>How often a function was called for a card.</summary>
    public int CountOf(string function, int card = -1) => Calls.Count(call => call is { IsHang: false } && call.Function == function && call.Card == card);

    public void Dispose() => folder.Dispose();
}
