using System.Net;
using Exporter.Exposition;
using Exporter.Exposition.Negotiation;
using Exporter.Exposition.Scraping;
using Exporter.Tests.Support;
using Exporter.Tests.Web.Support;
using Exporter.Web;

namespace Exporter.Tests.Web;

internal sealed class ScrapeTests
{
    [Test]
    public async Task The_source_hears_what_the_client_likes_and_how_long_it_waits()
    {
        await using var server = await ServerUnderTest.StartAsync();

        using var answer = await server.SendAsync(
            HttpMethod.Get, "/metrics", ("Accept", "application/openmetrics-text;version=1.0.0,*/*;q=0.1"), ("Accept-Encoding", "gzip"), (ScrapeDeadline.Header, "10"));

        Assert.That(server.Metrics.LastFormat, Is.EqualTo(ExpositionFormat.OpenMetrics));
        Assert.That(server.Metrics.LastGzip, Is.True);
        Assert.That(server.Metrics.LastDeadline, Is.EqualTo(TimeSpan.FromSeconds(9.5)));
        Assert.That(answer.Headers.Vary, Is.EquivalentTo(new[] { "Accept", "Accept-Encoding" }));
    }

    [Test]
    public async Task A_client_that_says_nothing_gets_plain_bytes_within_the_default()
    {
        await using var server = await ServerUnderTest.StartAsync();

        using var answer = await server.SendAsync(HttpMethod.Get, "/metrics");

        Assert.That(server.Metrics.LastFormat, Is.EqualTo(ExpositionFormat.Text));
        Assert.That(server.Metrics.LastGzip, Is.False);
        Assert.That(server.Metrics.LastDeadline, Is.EqualTo(TimeSpan.FromSeconds(9.5)));
        Assert.That(answer.Content.Headers.ContentEncoding, Is.Empty);
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo(CannedMetrics.Text));
    }

    [Test]
    public async Task Gzipped_bytes_are_labelled_and_go_out_as_they_are()
    {
        await using var server = await ServerUnderTest.StartAsync();
        server.Metrics.Answer = _ => CannedMetrics.Body([1, 2, 3], isGzipped: true);

        using var answer = await server.SendAsync(HttpMethod.Get, "/metrics", ("Accept-Encoding", "gzip"));

        Assert.That(answer.Content.Headers.ContentEncoding, Is.EqualTo(new[] { "gzip" }));
        Assert.That(answer.Content.Headers.ContentLength, Is.EqualTo(3));
        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [TestCase(ScrapeFailure.DeadlineExceeded, HttpStatusCode.ServiceUnavailable, "The metrics could not be collected within 2.5 s.\n")]
    [TestCase(ScrapeFailure.Failed, HttpStatusCode.InternalServerError, "The metrics could not be collected; the exporter's log says why.\n")]
    [TestCase(ScrapeFailure.Stopped, HttpStatusCode.ServiceUnavailable, "The exporter stops.\n")]
    public async Task A_scrape_without_a_body_says_why(ScrapeFailure failure, HttpStatusCode status, string text)
    {
        await using var server = await ServerUnderTest.StartAsync();
        server.Metrics.Answer = _ => ValueTask.FromResult(new ScrapeResult(failure));

        using var answer = await server.SendAsync(HttpMethod.Get, "/metrics", (ScrapeDeadline.Header, "3"));

        Assert.That(answer.StatusCode, Is.EqualTo(status));
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo(text));
    }

    [TestCase("GET")]
    [TestCase("HEAD")]
    public async Task The_buffer_of_the_body_is_given_back_once_it_is_sent(string method)
    {
        await using var server = await ServerUnderTest.StartAsync();
        var pool = new BufferPool();
        var buffer = pool.Rent();
        buffer.Append("up 1.0\n"u8);
        server.Metrics.Answer = _ => ValueTask.FromResult(new ScrapeResult(new ExpositionBody(new SharedBody(buffer, pool), ExpositionFormat.Text, isGzipped: false)));

        using var answer = await server.SendAsync(new HttpMethod(method), "/metrics");

        Assert.That(answer.Content.Headers.ContentLength, Is.EqualTo(7));
        await Eventually.IsTrueAsync(() => buffer.Length == 0, "the buffer is cleared for the next scrape");
        Assert.That(pool.Rent(), Is.SameAs(buffer));
    }

    [Test]
    public async Task A_megabyte_arrives_whole_and_with_its_length()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var bytes = new byte[1024 * 1024];
        new Random(1).NextBytes(bytes);
        server.Metrics.Answer = _ => CannedMetrics.Body(bytes);

        using var answer = await server.SendAsync(HttpMethod.Get, "/metrics");

        Assert.That(answer.Content.Headers.ContentLength, Is.EqualTo(bytes.Length));
        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.EqualTo(bytes));
    }

    [Test]
    public async Task A_client_that_goes_away_ends_its_collection()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var asked = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        server.Metrics.Answer = async token =>
        {
            asked.SetResult();
            await using var registration = token.Register(cancelled.SetResult);
            await cancelled.Task;
            token.ThrowIfCancellationRequested();
            return new ScrapeResult(ScrapeFailure.Failed);
        };
        using (var client = await server.ConnectAsync())
        {
            await client.SendAsync("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
            await asked.Task.WaitAsync(TimeSpan.FromSeconds(20));
        }

        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.That(server.Log.Lines, Has.None.StartsWith("Error:"));
    }
}
