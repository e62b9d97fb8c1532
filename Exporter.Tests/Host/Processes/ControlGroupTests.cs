using System.Text;
using Exporter.Host.Processes;

namespace Exporter.Tests.Host.Processes;

internal sealed class ControlGroupTests
{
    [TestCase("0::/system.slice/vllm.service\n", "/system.slice/vllm.service")]
    [TestCase("0::/system.slice/docker-3f2a.scope\n", "/system.slice/docker-3f2a.scope")]
    [TestCase("12:cpu:/x\n1:name=systemd:/system.slice/tgi.service\n0::/\n", "/system.slice/tgi.service")]
    [TestCase("0::/system.slice/dbus-:1.2-org.x@0.service\n", "/system.slice/dbus-:1.2-org.x@0.service")]
    [TestCase("0::/\n", null)]
    [TestCase("0::/user.slice/user-1000.slice/session-3.scope\n", null)]
    [TestCase("0::/system.slice\n", null)]
    [TestCase("", null)]
    public void Only_a_group_of_one_service_or_container_says_whose_a_process_is(string text, string? group) =>
        Assert.That(ControlGroup.Parse(Encoding.UTF8.GetBytes(text)), Is.EqualTo(group));
}
