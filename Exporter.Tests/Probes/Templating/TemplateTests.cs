using System.Text.Json;
using Exporter.Configuration.Probes;
using Exporter.Configuration.Templates;
using Exporter.Probes.Protocols;
using Exporter.Probes.Templating;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Templating;

[TestFixture]
internal sealed class TemplateTests
{
    private static readonly TemplateDraw Draw = new("00ff", "1700000000", "a \"b\" & c");

    [TestCase("plain $5 $ $$ }", "plain $5 $ $$ }")]
    [TestCase("${nonce}-${time}", "00ff-1700000000")]
    [TestCase("$${nonce} ${nonce}", "${nonce} 00ff")]
    [TestCase("", "")]
    public void Placeholders_are_filled_and_any_other_dollar_stands_for_itself(string text, string filled) =>
        Assert.That(Draw.Fill(Template.Of(text)), Is.EqualTo(filled));

    [TestCase("${nonse}", "'${nonse}' is no placeholder; there are ${nonce}, ${time}, ${case}, and $${ stands for ${ itself")]
    [TestCase("x ${nonce", "has a ${ without its }; write $${ for the characters themselves")]
    public void What_is_no_placeholder_is_a_mistake(string text, string problem) =>
        Assert.That(Template.Parse(text).Problem, Is.EqualTo(problem));

    [Test]
    public void A_case_is_escaped_as_its_place_wants()
    {
        var json = Draw.FillJson(Template.Of("""{"q":"${case}"}"""));

        using var document = JsonDocument.Parse(json);
        Assert.That(document.RootElement.GetProperty("q").GetString(), Is.EqualTo(Draw.Case));
        Assert.That(Draw.FillJson(Template.Of("${case}")), Is.EqualTo(Draw.Case), "a body that is a case is sent as it stands");
        Assert.That(Draw.FillPath(Template.Of("/x?q=${case}")), Is.EqualTo("/x?q=a%20%22b%22%20%26%20c"));
    }

    [Test]
    public void Cases_come_in_turn_or_as_the_dice_fall()
    {
        string[] cases = ["a", "b", "c"];
        var inTurn = new TemplateSource(cases, CaseOrder.RoundRobin, new Random(1));
        var one = new TemplateSource(cases, CaseOrder.Random, new Random(1));
        var other = new TemplateSource(cases, CaseOrder.Random, new Random(1));
        var clock = new ManualTimeProvider();

        Assert.That(Enumerable.Range(0, 5).Select(_ => inTurn.Draw(clock).Case), Is.EqualTo(new[] { "a", "b", "c", "a", "b" }));
        var draws = Enumerable.Range(0, 50).Select(_ => one.Draw(clock)).ToArray();
        Assert.That(draws, Is.EqualTo(Enumerable.Range(0, 50).Select(_ => other.Draw(clock))), "the same dice, the same draws");
        Assert.That(draws.Select(draw => draw.Case).Distinct(), Is.EquivalentTo(cases));
        Assert.That(draws.Select(draw => draw.Case), Is.Not.EqualTo(Enumerable.Range(0, 50).Select(i => cases[i % 3])), "no turn");
        Assert.That(draws.Select(draw => draw.Nonce), Is.Unique.And.All.Match("^[0-9]{16}$"));
    }

    [Test]
    public void The_time_is_that_of_the_request()
    {
        var source = new TemplateSource([], CaseOrder.RoundRobin, new Random(1));
        var clock = new ManualTimeProvider();
        var begin = clock.GetUtcNow().ToUnixTimeSeconds();

        var first = source.Draw(clock).Time;
        clock.Advance(TimeSpan.FromSeconds(90));

        Assert.That(new[] { first, source.Draw(clock).Time }, Is.EqualTo(new[] { $"{begin}", $"{begin + 90}" }));
    }

    [Test]
    public async Task An_http_probe_fills_path_and_body_alike_for_each_request()
    {
        var requests = new List<string>();
        await using var server = new ScriptedServer(async connection =>
        {
            requests.Add(await connection.ReadRequestAsync());
            await connection.AnswerAsync(200, "{}");
        });
        var config = ProbeBench.Http() with
        {
            Method = "POST",
            Path = "/ask?n=${nonce}",
            Body = """{"n":"${nonce}","q":"${case}"}""",
            Cases = new(["red", "blu\"e"]),
        };
        using var probe = new HttpProbe(ProbeBench.Target(server.Url), config, new Random(7));

        for (var i = 0; i < 3; i++)
        {
            await ProbeBench.AskAsync(probe);
        }

        var dice = new Random(7);
        string[] nonces = [.. Enumerable.Range(0, 3).Select(_ => dice.NextInt64(10_000_000_000_000_000).ToString("d16", System.Globalization.CultureInfo.InvariantCulture))];
        string[] cases = ["red", "blu\\\"e", "red"];
        for (var i = 0; i < 3; i++)
        {
            Assert.That(requests[i], Does.StartWith($"POST /ask?n={nonces[i]} HTTP/1.1\r\n"));
            Assert.That(requests[i], Does.EndWith($"{{\"n\":\"{nonces[i]}\",\"q\":\"{cases[i]}\"}}"));
        }
    }
}
