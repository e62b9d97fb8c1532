using Exporter.Host.Proc;
using FsCheck;
using FsCheck.Fluent;

namespace Exporter.Tests.Host.Proc;

/// <summary>Whatever a proc file holds, a parser says a value or null; it never throws.</summary>
[TestFixture]
internal sealed class OddInputTests
{
    private static readonly Config config = Config.QuickThrowOnFailure.WithMaxTest(2000);

    /// <summary>Every parser; the property fails where one throws.</summary>
    private static void ParseWithAll(byte[] text)
    {
        _ = CpuStat.Parse(text);
        _ = MemoryInfo.Parse(text)?.UsedBytes;
        _ = Pressure.Parse(text);
        _ = LoadAverage.Parse(text);
        _ = Uptime.Parse(text);
        _ = VmStat.Parse(text);
        _ = DiskStats.Parse(text);
        _ = NetDev.Parse(text);
        _ = Exporter.Host.MountSelection.Choose(Mount.Parse(text), networkToo: true);
        _ = ProcessStat.Parse(text);
        _ = ProcessLimits.Parse(text);
    }

    private static readonly byte[][] realFiles = [.. Directory
        .GetFiles(Support.Repository.PathOf("Exporter.Tests", "Fixtures", "Host"), "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(File.ReadAllBytes)
        .Where(content => content.Length is > 0 and < 10_000)];

    [Test]
    public void Random_bytes() => Check.One(config, Prop.ForAll<byte[]>(ParseWithAll));

    [Test]
    public void Real_files_with_random_bytes_in_them()
    {
        var damaged =
            from file in Gen.Elements(realFiles)
            from cut in Gen.Choose(0, file.Length)
            from rest in Gen.Choose(cut, file.Length)
            from noise in Gen.ArrayOf(Gen.Elements("0123456789 \t\n:.-/()cpu\0\u00ff"u8.ToArray()))
            select (byte[])[.. file.AsSpan(0, cut), .. noise, .. file.AsSpan(rest)];
        Check.One(config, Prop.ForAll(damaged.ToArbitrary(), ParseWithAll));
    }
}
