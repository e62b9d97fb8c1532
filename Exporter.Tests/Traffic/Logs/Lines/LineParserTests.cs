using Exporter.Configuration.Traffic;

namespace Exporter.Tests.Traffic.Logs.Lines;

internal sealed class LineParserTests
{
    private const string Combined = "10.0.0.7 - - [20/Nov/2026:08:15:14 +0000] ";

    [TestCase("127.0.0.1 - - [20/Nov/2026 08:15:14] \"GET /nope?q=\"x\"%20 y HTTP/1.1\" 404 -", "GET /nope?q=\"x\"%20 y 404")]
    [TestCase("127.0.0.1 - - [20/Nov/2026 08:15:14] \"GET /\" 200 - HTTP/1.1\" 500 -", "GET /\" 200 - 500", Description = "a client cannot forge a status")]
    [TestCase("::1 - - [20/Nov/2026 08:15:14] \"\x1b[35m\x1b[1mPOST / HTTP/1.1\x1b[0m\" 500 1234", "POST / 500")]
    [TestCase("INFO:werkzeug:127.0.0.1 - - [20/Nov/2026 08:15:14] \"GET / HTTP/1.1\" 304 -", "GET / 304")]
    [TestCase("127.0.0.1 - - [20/Nov/2026 08:15:14] code 400, message Bad request syntax ('\\x16\\x03')", null)]
    [TestCase("127.0.0.1 - - [20/Nov/2026 08:15:14] \"GET / HTTP/1.1\" 999 -", null)]
    [TestCase("127.0.0.1 - - [20/Nov/2026 08:15:14] \"GET / HTTP/1.1\" 200", null, Description = "half a line")]
    [TestCase("", null)]
    public void Werkzeug(string line, string? expected) => Assert.That(Parsed.Line(AccessLogFormat.Werkzeug, line), Is.EqualTo(expected));

    [TestCase("(APIServer pid=333) INFO:     10.40.4.194:60062 - \"GET /health HTTP/1.1\" 200 OK", "GET /health 200 :60062")]
    [TestCase("\x1b[32mINFO\x1b[0m:     127.0.0.1:5 - \"\x1b[1mGET / HTTP/1.1\x1b[0m\" \x1b[32m200 OK\x1b[0m", "GET / 200 :5")]
    [TestCase("INFO:     [2001:db8::1]:60062 - \"GET / HTTP/1.1\" 422 Unprocessable Entity", "GET / 422 :60062")]
    [TestCase("INFO:     2001:db8::1:60062 - \"GET / HTTP/1.1\" 200", "GET / 200 :60062")]
    [TestCase("INFO:      - \"GET / HTTP/1.1\" 200 OK", "GET / 200", Description = "a Unix socket")]
    [TestCase("INFO:     127.0.0.1:51234 - \"WebSocket /ws\" [accepted]", "GET /ws 101 :51234")]
    [TestCase("INFO:     127.0.0.1:51234 - \"WebSocket /ws\" 403", "GET /ws 403 :51234")]
    [TestCase("INFO:     127.0.0.1:51234 - \"GET /?a=\"%20- \"b\" 200 OK HTTP/1.1\" 500 Internal Server Error", "GET /?a=\"%20- \"b\" 200 OK 500 :51234")]
    [TestCase("INFO 05-11 18:07:24 [loggers.py:111] Engine 000: Avg prompt throughput: 0.0 tokens/s, Running: 1 reqs", null)]
    [TestCase("INFO:     said - \"GET / HTTP/1.1\" 200 OK", null, Description = "no client before it")]
    [TestCase("INFO:     127.0.0.1:51234 - \"GET / HTTP/1.1\"", null)]
    public void Uvicorn(string line, string? expected) => Assert.That(Parsed.Line(AccessLogFormat.Vllm, line), Is.EqualTo(expected));

    [TestCase("\"GET / HTTP/1.1\" 200 5 \"-\" \"curl/8\"", "GET / 200 <curl/8>")]
    [TestCase("\"GET / HTTP/1.1\" 200 5 \"-\" \"curl/8\" 0.012 0.011", "GET / 200 0.012s <curl/8>")]
    [TestCase("\"GET / HTTP/1.1\" 200 5 \"-\" \"curl/8\" \"-\" rt=1.500 uct=\"0.000\" urt=\"1.400\"", "GET / 200 1.5s <curl/8>")]
    [TestCase("\"GET / HTTP/1.1\" 200 5 \"-\" \"curl/8\" - 0.005, 0.007 : 0.001", "GET / 200 0.005s <curl/8>")]
    [TestCase("\"GET / HTTP/1.1\" 200 5 \"-\" \"curl/8\" 2500", "GET / 200 0.0025s <curl/8>", Description = "gunicorn's %(D)s")]
    [TestCase("\"GET / HTTP/1.1\" 200 5 0.250", "GET / 200 0.25s", Description = "the common format")]
    [TestCase("\"GET / HTTP/1.1\" 499 0", "GET / 499")]
    [TestCase("\"\\x16\\x03\\x01\" 400 157 \"-\" \"-\"", "  400 <->")]
    [TestCase("\"-\" 408 0 \"-\" \"-\"", "  408 <->")]
    [TestCase("\"GET /\\\\\\\" HTTP/1.1\" 404 5 \"-\" \"a\\\"b\" 0.1", "GET /\\\\\\\" 404 0.1s <a\\\"b>", Description = "gunicorn's escapes")]
    [TestCase("\"GET / HTTP/1.1\" 200 5 \"a\\\" \\\"b\" \"c\\\"", "GET / 200 <c\\>", Description = "an agent that ends in a backslash")]
    [TestCase("\"GET / HTTP/1.1\" 000 0 \"-\" \"-\"", null)]
    [TestCase("\"GET / HTTP/1.1\"", null)]
    public void Combined_formats(string line, string? expected) => Assert.That(Parsed.Line(AccessLogFormat.Nginx, Combined + line), Is.EqualTo(expected));

    [TestCase(DurationUnit.Seconds, "3s")]
    [TestCase(DurationUnit.Milliseconds, "0.003s")]
    [TestCase(DurationUnit.Microseconds, "0.000003s")]
    public void The_unit_of_an_appended_number_can_be_said(DurationUnit unit, string expected) =>
        Assert.That(Parsed.Line(AccessLogFormat.Gunicorn, Combined + "\"GET / HTTP/1.1\" 200 5 \"-\" \"a\" 3", unit), Does.Contain($" {expected} "));

    [TestCase("""{"request":"GET /a HTTP/1.1","status":200,"request_time":0.25,"http_user_agent":"x"}""", "GET /a 200 0.25s <x>")]
    [TestCase("""{"status":"404","request_method":"PUT","uri":"/b","duration_ms":5,"client":"1.2.3.4:99"}""", "PUT /b 404 0.005s :99")]
    [TestCase("""{"deep":{"status":500,"method":"GET"},"status":201,"path":"/\u00e9\"","method":"GET"}""", "GET /Ã©\" 201")]
    [TestCase("""{"uri":"/second","path":"/first","status":200,"method":"GET"}""", "GET /first 200")]
    [TestCase("""{"message":"started"}""", null)]
    [TestCase("""{"status":2000}""", null)]
    [TestCase("""{"status":200,"path":"/cut""", null)]
    [TestCase("""{"status":200,"path":"\ud800"}""", null)]
    [TestCase("""[{"status":200}]""", null)]
    [TestCase("Traceback (most recent call last):", null)]
    public void Json(string line, string? expected) => Assert.That(Parsed.Line(AccessLogFormat.Json, line), Is.EqualTo(expected));

    [Test]
    public void Json_values_may_lie_deep()
    {
        var keys = new AccessLogJsonConfig { Method = new(["/request/method"]), Path = new(["/request/a~1b"]), Status = new(["/response/status", "code"]), Duration = new(["/response/took"]) };

        Assert.That(
            Parsed.Line(AccessLogFormat.Json, """{"code":500,"request":{"a/b":"/x","method":"GET","x":[1]},"response":{"status":200,"took":1e-3}}""", json: keys),
            Is.EqualTo("GET /x 200 0.001s"));
    }

    [Test]
    public void A_pattern_of_the_operators_own()
    {
        const string pattern = """^(?<client>\S+) (?<method>[A-Z]+) (?<path>\S+) (?<status>\d+) (?<duration_us>\d+) "(?<user_agent>[^"]*)"$""";

        Assert.That(Parsed.Line(AccessLogFormat.Regex, "1.2.3.4:81 GET /a 200 1500 \"x\"", pattern: pattern), Is.EqualTo("GET /a 200 0.0015s <x> :81"));
        Assert.That(Parsed.Line(AccessLogFormat.Regex, "1.2.3.4:81 GET /a 2000 1500 \"x\"", pattern: pattern), Is.Null);
    }
}
