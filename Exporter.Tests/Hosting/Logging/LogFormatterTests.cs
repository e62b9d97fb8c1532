using System.Text.Json;
using Exporter.Hosting.Logging;
using Exporter.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Exporter.Tests.Hosting.Logging;

internal sealed class LogFormatterTests
{
    private readonly ManualTimeProvider time = new();

    [Test]
    public void A_logfmt_line_carries_time_level_area_and_message() =>
        Assert.That(
            Write(new LogfmtFormatter(time), LogLevel.Warning, "GPU 1 is lost", null),
            Is.EqualTo("time=2026-01-02T03:04:05.000Z level=warn area=Gpu msg=\"GPU 1 is lost\"\n"));

    [Test]
    public void Control_bytes_and_quotes_of_a_message_cannot_break_a_logfmt_line() =>
        Assert.That(
            Write(new LogfmtFormatter(time), LogLevel.Information, "a \"b\"\n\x1b[31mc\\", null),
            Does.EndWith("msg=\"a \\\"b\\\"\\n\\u001b[31mc\\\\\"\n"));

    [Test]
    public void Expected_failures_are_told_by_message_and_bugs_with_their_stack()
    {
        var exception = Caught();

        Assert.That(Write(new LogfmtFormatter(time), LogLevel.Warning, "m", exception), Does.EndWith("error=\"planted\"\n"));
        Assert.That(Write(new LogfmtFormatter(time), LogLevel.Error, "m", exception), Does.Contain("InvalidOperationException: planted").And.Contain(nameof(Caught)));
    }

    [Test]
    public void A_json_line_is_one_object_with_the_same_fields()
    {
        var line = Write(new JsonLineFormatter(time), LogLevel.Error, "a \"b\"\n", Caught());

        Assert.That(line, Has.Length.GreaterThan(1).And.EndsWith("\n"));
        Assert.That(line.TrimEnd('\n'), Does.Not.Contain('\n'));
        using var json = JsonDocument.Parse(line);
        Assert.That(json.RootElement.GetProperty("time").GetDateTimeOffset(), Is.EqualTo(time.GetUtcNow()));
        Assert.That(json.RootElement.GetProperty("level").GetString(), Is.EqualTo("error"));
        Assert.That(json.RootElement.GetProperty("area").GetString(), Is.EqualTo("Gpu"));
        Assert.That(json.RootElement.GetProperty("msg").GetString(), Is.EqualTo("a \"b\"\n"));
        Assert.That(json.RootElement.GetProperty("error").GetString(), Does.Contain("planted"));
    }

    [TestCase("Exporter.Gpu.GpuSampler", "Gpu")]
    [TestCase("Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore")]
    [TestCase("Main", "Main")]
    public void The_area_is_the_room_that_speaks(string category, string area) => Assert.That(LogWords.Area(category), Is.EqualTo(area));

    private static string Write(ConsoleFormatter formatter, LogLevel level, string message, Exception? exception)
    {
        var output = new StringWriter();
        var entry = new LogEntry<string>(level, "Exporter.Gpu.GpuSampler", default, message, exception, (state, _) => state);
        formatter.Write(entry, scopeProvider: null, output);
        return output.ToString();
    }

    private static InvalidOperationException Caught()
    {
        try
        {
            throw new InvalidOperationException("planted");
        }
        catch (InvalidOperationException planted)
        {
            return planted;
        }
    }
}
