using System.Diagnostics.Metrics;
using System.IO.Compression;
using System.Text;
using Exporter.Exposition;
using Exporter.Exposition.Negotiation;
using Exporter.Tests.Support;

namespace Exporter.Tests.Exposition.Support;

/// <summary>A pipeline over meters of one test alone: their names start with a prefix nobody else has.</summary>
internal sealed class PipelineUnderTest : IDisposable
{
    private static int made;

    public PipelineUnderTest(Func<MetricsPipelineOptions, MetricsPipelineOptions>? change = null)
    {
        Prefix = $"test{Interlocked.Increment(ref made)}";
        var options = new MetricsPipelineOptions { MeterNames = [$"{Prefix}.*"], CardinalityLimit = _ => 10, SnapshotAge = TimeSpan.Zero };
        Pipeline = new MetricsPipeline(change?.Invoke(options) ?? options, Clock, Logger);
    }

    public string Prefix { get; }

    public ManualTimeProvider Clock { get; } = new();

    public RecordingLogger Logger { get; } = new();

    public MetricsPipeline Pipeline { get; }

    public Meter NewMeter(string name = "meter", string? target = null) =>
        new(new MeterOptions($"{Prefix}.{name}") { Tags = target is null ? null : [new("target", target)] });

    public Task<string> TextAsync() => TextAsync(ExpositionFormat.Text);

    public async Task<string> TextAsync(ExpositionFormat format) => Encoding.UTF8.GetString(await BytesAsync(format));

    /// <summary>The body as a client would see it after decompression.</summary>
    public async Task<byte[]> BytesAsync(ExpositionFormat format, bool gzip = false)
    {
        var result = await Pipeline.ScrapeAsync(format, gzip, TimeSpan.FromMinutes(5), CancellationToken.None);
        Assert.That(result.Succeeded, Is.True, () => result.Failure.ToString());
        using var body = result.Body!;
        return gzip ? Unzip(body.Bytes.ToArray()) : body.Bytes.ToArray();
    }

    public void Dispose() => Pipeline.Dispose();

    public static byte[] Unzip(byte[] compressed)
    {
        using var plain = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}
