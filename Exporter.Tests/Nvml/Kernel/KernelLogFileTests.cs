using Exporter.Nvml.Kernel;
using Exporter.Tests.Support;

namespace Exporter.Tests.Nvml.Kernel;

internal sealed class KernelLogFileTests
{
    [Test]
    public void What_comes_after_it_was_opened_is_given_line_by_line()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("kmsg", "old\n");
        using var log = new KernelLogFile(path);
        List<string> lines = [];

        Assert.That(log.Open(), Is.Null);
        var quiet = log.Read(lines.Add);
        File.AppendAllText(path, "one\ntw");
        log.Read(lines.Add);
        File.AppendAllText(path, "o\n");
        log.Read(lines.Add);

        Assert.That(quiet, Is.True);
        Assert.That(lines, Is.EqualTo(new[] { "one", "two" }));
    }

    [Test]
    public void A_log_that_is_not_there_says_so()
    {
        using var log = new KernelLogFile("/nowhere/kmsg");

        Assert.That(log.Open()!.Reason, Is.EqualTo("not_found"));
    }

    [TestCase(1)]
    [TestCase(13)]
    public void A_log_that_may_not_be_read_says_what_to_allow(int error)
    {
        using var log = new KernelLogFile("/dev/kmsg");

        Assert.That(log.Why(error).Reason, Is.EqualTo("no_permission"));
        Assert.That(log.Why(error).Words, Does.Contain("CAP_SYSLOG").And.Contain("gpu.kernel_log"));
    }
}
