using System.Net;
using Exporter.Tests.Web.Support;

namespace Exporter.Tests.Web;

/// <summary>One server for all of them: after each it must still serve, and none may look like a bug of ours in the log.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
internal sealed class MalformedRequestTests
{
    /// <summary>A frame of HTTP/2 that ends the connection: what one who begins in HTTP/2 is told.</summary>
    private const string Http2GoAway = "\0\0\x08\x07\0\0\0\0\0";

    private ServerUnderTest server = null!;

    private static IEnumerable<TestCaseData> Requests => MalformedRequests.All().Select(r => new TestCaseData(r.Bytes).SetArgDisplayNames(r.Name));

    [OneTimeSetUp]
    public async Task Start() => server = await ServerUnderTest.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await server.DisposeAsync();

    [TestCaseSource(nameof(Requests))]
    public async Task After_a_malformed_request_the_server_closes_in_time_and_serves_the_next_client(string bytes)
    {
        using (var client = await server.ConnectAsync())
        {
            try
            {
                await client.SendAsync(bytes);
                client.FinishSending();
            }
            catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
            {
                // The server may have had enough before the end.
            }

            var answer = await client.ReadToEndAsync();
            Assert.That(answer, Is.Empty.Or.StartsWith("HTTP/1.1 ").Or.StartsWith(Http2GoAway), "an answer is HTTP or none");
            Assert.That(answer, Does.Not.StartWith("HTTP/1.1 500"));
        }

        using var next = await server.SendAsync(HttpMethod.Get, "/metrics");
        Assert.That(next.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(server.Log.Lines, Has.None.StartsWith("Error:").And.None.StartsWith("Critical:"));
    }

    [Test]
    public void The_list_is_long_and_without_repeats()
    {
        var all = MalformedRequests.All().ToList();

        Assert.That(all, Has.Count.GreaterThanOrEqualTo(60));
        Assert.That(all.Select(r => r.Name), Is.Unique);
        Assert.That(all.Select(r => r.Bytes), Is.Unique);
    }

    [Test]
    public async Task Random_bytes_do_no_harm_either()
    {
        var random = new Random(20260102);
        for (var i = 0; i < 50; i++)
        {
            var bytes = new byte[random.Next(1, 3000)];
            random.NextBytes(bytes);
            using var client = await server.ConnectAsync();
            try
            {
                await client.SendAsync(bytes);
                client.FinishSending();
            }
            catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
            {
                // The server may have had enough before the end.
            }

            await client.ReadToEndAsync();
        }

        using var next = await server.SendAsync(HttpMethod.Get, "/-/healthy");
        Assert.That(next.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }
}
