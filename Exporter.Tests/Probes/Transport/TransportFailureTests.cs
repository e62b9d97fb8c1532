using System.Net.Sockets;
using Exporter.Probes;
using Exporter.Probes.Transport;

namespace Exporter.Tests.Probes.Transport;

/// <summary>What the kernel says where no server of a test can make it: whose fault it is decides the name.</summary>
[TestFixture]
internal sealed class TransportFailureTests
{
    [TestCase(SocketError.ConnectionRefused, "connection_refused", "connect failed: ")]
    [TestCase(SocketError.HostUnreachable, "connection_refused", "connect failed: ")]
    [TestCase(SocketError.NetworkUnreachable, "connection_refused", "connect failed: ")]
    [TestCase(SocketError.HostDown, "connection_refused", "connect failed: ")]
    [TestCase(SocketError.ConnectionReset, "connection_reset", "connect failed: ")]
    [TestCase(SocketError.TimedOut, "timeout_connect", "connect failed: ")]
    [TestCase(SocketError.TooManyOpenSockets, "other", "this machine could not connect: ")]
    [TestCase(SocketError.AddressNotAvailable, "other", "this machine could not connect: ")]
    [TestCase(SocketError.NoBufferSpaceAvailable, "other", "this machine could not connect: ")]
    [TestCase(SocketError.AccessDenied, "other", "this machine could not connect: ")]
    public void A_connect_that_fails(SocketError code, string error, string reason)
    {
        var run = new ProbeRun(TimeProvider.System);
        run.BeginResolve();
        run.BeginConnect();

        var (type, text) = TransportFailure.Classify(new HttpRequestException("x", new SocketException((int)code)), run);

        Assert.That(type.Label(), Is.EqualTo(error));
        Assert.That(text, Does.StartWith(reason));
    }

    [TestCase(SocketError.HostNotFound, "name_resolution")]
    [TestCase(SocketError.TryAgain, "name_resolution")]
    [TestCase(SocketError.NoData, "name_resolution")]
    [TestCase(SocketError.SocketError, "other")]
    public void A_look_up_that_fails(SocketError code, string error)
    {
        var run = new ProbeRun(TimeProvider.System);
        run.BeginResolve();

        var (type, text) = TransportFailure.Classify(new HttpRequestException("x", new SocketException((int)code)), run);

        Assert.That(type.Label(), Is.EqualTo(error));
        Assert.That(text, Does.StartWith("the name could not be resolved: "));
    }
}
