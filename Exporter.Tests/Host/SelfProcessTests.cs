using Exporter.Host;

namespace Exporter.Tests.Host;

[TestFixture]
internal sealed class SelfProcessTests
{
    [Test]
    public void A_fixture_is_read_in_base_units()
    {
        var self = SelfProcess.Read(HostFixture.ProcOf("rhel8-4.18"));
        Assert.That(self, Is.EqualTo(new SelfProcess
        {
            CpuSeconds = 12.34 + 5.67,
            ResidentBytes = 21000.0 * Environment.SystemPageSize,
            VirtualBytes = 274877906944,
            StartTimeSeconds = 1760000000 + 1234000,
            OpenFiles = 5,
            MaxOpenFiles = 1024,
        }));
    }

    [Test]
    public void This_process_is_read()
    {
        var self = SelfProcess.Read();
        Assert.That(self.CpuSeconds, Is.Positive);
        Assert.That(self.ResidentBytes, Is.InRange(1e6, 1e12));
        Assert.That(self.OpenFiles, Is.GreaterThan(3));
        Assert.That(self.MaxOpenFiles, Is.GreaterThanOrEqualTo(self.OpenFiles));
        var started = new DateTimeOffset(System.Diagnostics.Process.GetCurrentProcess().StartTime).ToUnixTimeMilliseconds() / 1000.0;
        Assert.That(self.StartTimeSeconds, Is.EqualTo(started).Within(2));
    }

    [Test]
    public void What_cannot_be_read_is_null() =>
        Assert.That(SelfProcess.Read("/does/not/exist"), Is.EqualTo(new SelfProcess()));
}
