using System.Diagnostics;
using Exporter.Exposition;
using Exporter.Tests.Exposition.Support;

namespace Exporter.Tests.Exposition;

/// <summary>Prometheus' own checker on what we write.</summary>
internal sealed class PromtoolTests
{
    private const string Promtool = "/usr/bin/promtool";

    [Test]
    public async Task Check_metrics_has_nothing_to_say()
    {
        if (!File.Exists(Promtool))
        {
            Assert.Ignore($"{Promtool} is not installed (Debian package prometheus).");
        }

        using var under = new PipelineUnderTest(o => o with
        {
            MeterNames = [.. o.MeterNames, ScrapeMetrics.MeterName],
            ResourceAttributes = [new("service.name", "modelhost-exporter")],
        });
        using var canned = new CannedInstruments(under.Prefix);
        await under.TextAsync();

        var (exitCode, said) = await CheckAsync(await under.BytesAsync(Exporter.Exposition.Negotiation.ExpositionFormat.Text));

        Assert.That((exitCode, said), Is.EqualTo((0, "")));
    }

    private static async Task<(int ExitCode, string Said)> CheckAsync(byte[] exposition)
    {
        using var process = Process.Start(new ProcessStartInfo(Promtool, ["check", "metrics"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        await process.StandardInput.BaseStream.WriteAsync(exposition);
        process.StandardInput.Close();
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var said = await process.StandardOutput.ReadToEndAsync(bound.Token) + await process.StandardError.ReadToEndAsync(bound.Token);
        await process.WaitForExitAsync(bound.Token);
        return (process.ExitCode, said);
    }
}
