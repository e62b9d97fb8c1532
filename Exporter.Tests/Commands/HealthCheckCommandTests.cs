using Exporter.Tests.Support;

namespace Exporter.Tests.Commands;

/// <summary><c>healthcheck</c> as an image's health check uses it.</summary>
internal sealed class HealthCheckCommandTests
{
    [TestCase(200, 0)]
    [TestCase(401, 0)]
    [TestCase(503, 1)]
    public async Task Its_exit_code_says_whether_the_daemon_serves(int status, int expected)
    {
        await using var server = ScriptedServer.Answering(status, "");

        var (code, text) = await RunAsync("--url", $"{server.Url}-/healthy");

        Assert.That(code, Is.EqualTo(expected), text);
        Assert.That(text, Is.EqualTo($"{server.Url}-/healthy: {status}{Environment.NewLine}"));
    }

    [Test]
    public async Task Nobody_there_is_a_failure_that_says_where()
    {
        var (code, text) = await RunAsync("--url", $"http://127.0.0.1:{FreePort.Next()}/-/healthy");

        Assert.That(code, Is.EqualTo(1));
        Assert.That(text, Does.Contain("/-/healthy: ").And.Contain("refused"));
    }

    [Test]
    public async Task Another_scheme_is_a_wrong_argument()
    {
        var (code, text) = await RunAsync("--url", "ftp://127.0.0.1/");

        Assert.That(code, Is.EqualTo(2));
        Assert.That(text, Does.Contain("is no http or https address"));
    }

    private static async Task<(int Code, string Text)> RunAsync(params string[] arguments)
    {
        using var text = new StringWriter();
        var code = await CommandLine.RunAsync(["healthcheck", .. arguments], text, text);
        return (code, text.ToString());
    }
}
