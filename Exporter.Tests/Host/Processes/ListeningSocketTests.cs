using System.Net;
using Exporter.Host.Processes;

namespace Exporter.Tests.Host.Processes;

internal sealed class ListeningSocketTests
{
    [Test]
    public void Only_listening_sockets_are_read_with_address_port_and_inode()
    {
        var sockets = ListeningSocket.Parse("""
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 972670 1 0000000054b221c5 100 0 0 10 0
               1: 0100007F:1F90 0100007F:E001 01 00000000:00000000 00:00000000 00000000  1000        0 972671 1 0000000054b221c5 20 4 30 10 -1
               2: 00000000:07E8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1578 1 000000006b119784 100 0 0 10 0

            """u8);

        Assert.That(sockets, Is.EqualTo(new[]
        {
            new ListeningSocket(IPAddress.Loopback, 8080, 972670),
            new ListeningSocket(IPAddress.Any, 2024, 1578),
        }));
    }

    [Test]
    public void Addresses_of_tcp6_are_read_in_their_word_order()
    {
        var sockets = ListeningSocket.Parse("""
               0: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1 1 0
               1: 0000000000000000FFFF00000100007F:1F91 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 2 1 0
            """u8);

        Assert.That(sockets.Select(s => s.Address), Is.EqualTo(new[] { IPAddress.IPv6Loopback, IPAddress.Loopback }), "a mapped address is the IPv4 one");
    }

    [TestCase("0.0.0.0", "127.0.0.1", true)]
    [TestCase("::", "127.0.0.1", true)]
    [TestCase("127.0.0.1", "127.0.0.1", true)]
    [TestCase("10.0.0.1", "127.0.0.1", false)]
    public void A_client_reaches_the_wildcard_and_its_own_address(string listening, string target, bool reaches) =>
        Assert.That(new ListeningSocket(IPAddress.Parse(listening), 80, 1).Accepts(IPAddress.Parse(target)), Is.EqualTo(reaches));
}
