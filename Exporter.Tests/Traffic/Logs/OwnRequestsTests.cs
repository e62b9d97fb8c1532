using System.Text;
using Exporter.Tests.Support;
using Exporter.Traffic.Logs;
using Exporter.Traffic.Logs.Lines;

namespace Exporter.Tests.Traffic.Logs;

/// <summary>Our probes are no traffic.</summary>
internal sealed class OwnRequestsTests
{
    private readonly ManualTimeProvider time = new();
    private OwnRequests own = null!;

    [SetUp]
    public void Create()
    {
        own = new OwnRequests(time);
        own.SetAgents(["modelhost-exporter/", "disguised"]);
    }

    [TestCase("modelhost-exporter/9.9", true)]
    [TestCase("disguised as curl", true)]
    [TestCase("curl/8", false)]
    [TestCase("-", false)]
    [TestCase("", false)]
    public void The_agent_decides_where_there_is_one(string agent, bool expected)
    {
        own.Add(Sent("/health"));

        Assert.That(own.Claim(new AccessLine { Method = "GET"u8, Path = "/health"u8, Status = 200, HasUserAgent = true, UserAgent = Encoding.UTF8.GetBytes(agent) }), Is.EqualTo(expected));
    }

    [Test]
    public void Else_the_port_decides_once_ports_are_seen_to_be_ours()
    {
        own.Add(Sent("/health", port: 5001));
        own.Add(Sent("/health", port: 5002));

        Assert.That(Claims("/health", port: 5002), Is.True);
        Assert.That(Claims("/health", port: 7777), Is.False, "a user's, although one of ours is still expected");
        Assert.That(Claims("/other", port: 5001), Is.False, "the port is another's by now");
        Assert.That(Claims("/health", port: 5001), Is.True);
        Assert.That(Claims("/health", port: 5001), Is.False, "one line for each request");
    }

    [Test]
    public void Behind_a_proxy_ports_are_others_and_the_number_decides()
    {
        own.Add(Sent("/health", port: 5001));

        Assert.That(Claims("/health", port: 40000), Is.True);
        Assert.That(Claims("/health", port: 40001), Is.False);
    }

    [Test]
    public void Without_either_one_line_is_left_out_for_each_request_with_its_method_path_and_status()
    {
        own.Add(Sent("/a%20b?nonce=1", status: 200));

        Assert.That(Claims("/a b?nonce=2", status: 500), Is.False);
        Assert.That(Claims("/a", status: 200), Is.False);
        Assert.That(Claims("/a b", status: 200, method: "POST"), Is.False);
        Assert.That(Claims("/a b?nonce=1", status: 200), Is.True);
        Assert.That(Claims("/a b?nonce=1", status: 200), Is.False);
    }

    [Test]
    public void What_never_came_to_a_line_is_forgotten()
    {
        own.Add(Sent("/lost", status: -1));
        own.Add(Sent("/health"));
        Assert.That(Claims("/lost"), Is.False, "it was sent into a dead connection");

        time.Advance(TimeSpan.FromMinutes(3));
        Assert.That(Claims("/health"), Is.False);
    }

    private static OwnRequest Sent(string path, int port = 0, int? status = null) => new(port, "GET", path, () => status);

    private bool Claims(string path, int port = 0, int status = 200, string method = "GET") =>
        own.Claim(new AccessLine { Method = Encoding.UTF8.GetBytes(method), Path = Encoding.UTF8.GetBytes(path), Status = status, ClientPort = port });
}
