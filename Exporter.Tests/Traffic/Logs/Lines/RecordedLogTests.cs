using System.Text;
using Exporter.Configuration.Traffic;
using Exporter.Tests.Support;
using Exporter.Traffic.Logs.Lines;

namespace Exporter.Tests.Traffic.Logs.Lines;

/// <summary>Logs as the servers wrote them, with banners, colours, junk on the port and tracebacks.</summary>
internal sealed class RecordedLogTests
{
    [Test]
    public void Werkzeug() => Assert.That(Read("werkzeug.log", AccessLogFormat.Werkzeug), Is.EqualTo(new[]
    {
        "POST /api/predict 200", "POST /api/predict 200", "POST /api/predict 400", "POST /api/predict 500", "GET /api/predict?x=a%20b&y=%22q%22 405", "GET /health 200", "GET /red 404", "  400", "HEAD / 200",
    }));

    [Test]
    public void Werkzeug_behind_an_applications_own_logging() => Assert.That(Read("werkzeug_basicconfig.log", AccessLogFormat.Werkzeug), Is.EqualTo(new[]
    {
        "POST /api/predict 200", "POST /api/predict 200", "POST /api/predict 400", "GET /health 200",
    }));

    [TestCase(AccessLogFormat.Uvicorn)]
    [TestCase(AccessLogFormat.Vllm)]
    public void Uvicorn(AccessLogFormat format) => Assert.That(Read("uvicorn.log", format), Is.EqualTo(new[]
    {
        "POST /rerank 200 :46068", "POST /v1/rerank 200 :46072", "POST /rerank 422 :46078", "GET /health 200 :46086", "GET /nope?a=%22b%22 404 :46092", "GET /openapi.json 200 :46102",
    }));

    [Test]
    public void Gunicorn() => Assert.That(Read("gunicorn.log", AccessLogFormat.Gunicorn), Is.EqualTo(new[]
    {
        "POST /api/predict 200 <curl/7.88.1>", "POST /api/predict 200 <curl/7.88.1>", "POST /api/predict 400 <curl/7.88.1>", "POST /api/predict 500 <curl/7.88.1>",
        "GET /api/predict?x=a%20b&y=%22q%22 405 <curl/7.88.1>", "GET /health 200 <curl/7.88.1>", "GET /red 404 <->", "HEAD / 200 <curl/7.88.1>",
    }));

    private static IEnumerable<string> Read(string name, AccessLogFormat format)
    {
        var parser = AccessLineParsers.For(new AccessLogConfig { Format = format });
        var lines = File.ReadAllText(Repository.PathOf("Exporter.Tests", "Fixtures", "AccessLogs", name), Encoding.Latin1).Split('\n');
        return lines.Select(line => Parsed.Line(parser, line)).OfType<string>();
    }
}
