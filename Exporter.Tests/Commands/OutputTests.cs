using Exporter.Tests.Support;

namespace Exporter.Tests.Commands;

internal sealed class OutputTests
{
    [Test]
    public async Task A_full_disk_is_told_and_is_no_crash()
    {
        using var output = new FullDisk();
        using var error = new StringWriter();

        var code = await CommandLine.RunAsync(["check-config", Repository.PathOf("config", "exporter.demo.yaml")], output, error);

        Assert.That((code, error.ToString()), Is.EqualTo((1, $"modelhost-exporter: the output could not be written: {FullDisk.Reason}{Environment.NewLine}")));
    }

    private sealed class FullDisk : StringWriter
    {
        public const string Reason = "No space left on device";

        public override Task WriteLineAsync(string? value) => throw new IOException(Reason);
    }
}
