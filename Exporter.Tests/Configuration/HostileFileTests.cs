using System.Diagnostics;
using System.Text;
using Exporter.Configuration;
using Exporter.Configuration.Yaml;
using Exporter.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Exporter.Tests.Configuration;

/// <summary>Whatever stands in the file, the answer is a list of mistakes with their places, soon.</summary>
[TestFixture]
internal sealed class HostileFileTests
{
    private static readonly byte[] Example = File.ReadAllBytes(Repository.PathOf("exporter.yaml.example"));

    /// <summary>What YAML and the readers give a meaning to.</summary>
    private static readonly string[] Snippets =
    [
        "\n", "\r\n", "\r", "\t", " ", "  ", ":", ": ", "- ", "? ", "#", "[", "]", "{", "}", ",", "&a ", "*a", "!t ", "!!str ", "|", ">", "|2\n", "'", "\"", "%YAML 1.2\n", "%TAG ! x:\n",
        "---\n", "...\n", "<<: ", "@", "`", "~", "null", "\0", "\u0007", "\u0085", "\u2028", "\uFEFF", "\uFFFF", "\U0001F600", "\"\\ud800\"", "\\x", "1e999", "-0", "99999999999999999999s", "100%",
        "http://[", "http://a:b@c", "[::", "(?<", "/~", "$2y$10$", "..", "/", "name: ", "type: openai-chat", "body: ",
    ];

    [Test]
    public void Random_bytes_never_throw() => ForAll<byte[]>(300, static bytes => Check(bytes ?? []));

    [Test]
    public void Random_text_never_throws() => ForAll<string>(300, static text => Check(Encoding.UTF8.GetBytes(text ?? "")));

    [Test]
    public void Random_pieces_of_yaml_never_throw() => ForAllSeeds(1000, static seed =>
    {
        var random = new Random(seed);
        Check(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => Snippet(random)))));
    });

    [Test]
    public void Random_mutations_of_the_example_never_throw() => ForAllSeeds(1000, static seed =>
    {
        var random = new Random(seed);
        var bytes = Example.ToList();
        for (var left = random.Next(1, 6); left > 0; left--)
        {
            Mutate(bytes, random);
        }

        Check([.. bytes]);
    });

    [TestCase("[", "deep lists")]
    [TestCase("{a: ", "deep maps")]
    [TestCase("- ", "deep block lists")]
    [TestCase("? ", "deep keys")]
    [TestCase("[{", "unfinished")]
    [TestCase("'", "quotes")]
    [TestCase("&a ", "anchors")]
    [TestCase("*a ", "aliases")]
    [TestCase("!a ", "tags")]
    [TestCase("a: ", "keys in one line")]
    [TestCase("a: b\n", "duplicate keys")]
    [TestCase("%", "directives")]
    [TestCase("\n", "empty lines")]
    [TestCase("#\n", "comments")]
    [TestCase("--- a\n", "documents")]
    [TestCase("a", "one long word")]
    [TestCase("a ", "many words")]
    [TestCase("\t", "tabs")]
    [TestCase("\"\\u0041\": 1, ", "escapes")]
    public void A_megabyte_of_one_piece_is_answered_in_bounded_time(string piece, string what)
    {
        var text = string.Concat(Enumerable.Repeat(piece, YamlTree.SizeLimitBytes / piece.Length));
        var clock = Stopwatch.StartNew();

        Check(Encoding.UTF8.GetBytes(text));

        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(20)), what);
    }

    [Test]
    public void A_file_of_one_byte_more_than_a_mebibyte_is_refused_and_one_of_a_mebibyte_is_not()
    {
        var most = Encoding.UTF8.GetBytes("gpu: {} #" + new string('x', YamlTree.SizeLimitBytes - 9));
        var more = most.Append((byte)'x').ToArray();

        Assert.That(ConfigFile.Parse("exporter.yaml", most).Errors, Is.Empty);
        Assert.That(ConfigReport.Lines(ConfigFile.Parse("exporter.yaml", more).Errors), Is.EqualTo("exporter.yaml: larger than 1 MiB (1048576 bytes)\n"));
    }

    [TestCase(32, false)]
    [TestCase(33, true)]
    public void Thirty_two_levels_are_read_and_no_more(int depth, bool tooDeep)
    {
        var body = string.Concat(Enumerable.Repeat("[", depth - 5)) + string.Concat(Enumerable.Repeat("]", depth - 5));
        var text = $"targets: [ {{ name: a, url: 'http://x', probes: [ {{ type: http, body: {body} }} ] }} ]";
        var errors = ConfigFile.Parse("exporter.yaml", Encoding.UTF8.GetBytes(text)).Errors;

        Assert.That(errors.Select(static error => error.Message), tooDeep ? Is.EqualTo(new[] { "nested deeper than 32 levels" }) : Is.Empty);
    }

    [TestCase("\t: 522'1e999!!str \"\\ud800\"703 {/~...\n")]
    [TestCase("listen: { address: 127.0.0.1:9860\ngpu: { enabled: auto }\n")]
    public void A_text_on_which_the_parser_loses_its_state_is_a_syntax_mistake(string text) =>
        Assert.That(Check(Encoding.UTF8.GetBytes(text)).Select(static error => error.Message), Has.All.StartsWith("not YAML: "));

    [Test]
    public void An_alias_bomb_does_not_grow()
    {
        var bomb = new StringBuilder("a: &a [x, x]\n");
        for (var name = 'b'; name <= 'z'; name++)
        {
            bomb.Append(name).Append(": &").Append(name).Append(" [*").Append((char)(name - 1)).Append(", *").Append((char)(name - 1)).Append("]\n");
        }

        var errors = Check(Encoding.UTF8.GetBytes(bomb.ToString()));

        Assert.That(errors.Select(static error => error.Message), Has.Some.StartsWith("aliases").And.Some.StartsWith("anchors"));
    }

    [Test]
    public void The_errors_themselves_are_bounded()
    {
        var errors = Check(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(static i => $"key{i}: 1\n"))));

        Assert.That(errors, Has.Count.EqualTo(ErrorList.Limit + 1));
        Assert.That(errors[^1].Message, Does.StartWith("there are more mistakes"));
    }

    [Test]
    public void A_long_key_with_control_characters_cannot_draw_on_the_terminal()
    {
        var text = "\"" + string.Concat(Enumerable.Repeat("\\e[31m\\n", 500)) + "\": 1\n";

        var report = ConfigReport.Format(Check(Encoding.UTF8.GetBytes(text)));

        Assert.That(report.Replace("\n", "", StringComparison.Ordinal).Any(char.IsControl), Is.False);
        Assert.That(report.Split('\n')[0], Has.Length.LessThan(400));
    }

    private static void ForAll<T>(int times, Action<T> holds) =>
        Prop.ForAll(holds).Check(Config.QuickThrowOnFailure.WithMaxTest(times));

    /// <summary>Seeds from the whole range: the library's own integers stay small.</summary>
    private static void ForAllSeeds(int times, Action<int> holds) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(times));

    private static string Snippet(Random random) =>
        random.Next(4) == 0 ? random.Next(1000).ToString(System.Globalization.CultureInfo.InvariantCulture) : Snippets[random.Next(Snippets.Length)];

    private static void Mutate(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count);
        var count = Math.Min(random.Next(1, 40), bytes.Count - at);
        switch (random.Next(5))
        {
            case 0:
                bytes.RemoveRange(at, count);
                break;
            case 1:
                bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, count));
                break;
            case 2:
                bytes[at] = (byte)random.Next(256);
                break;
            case 3:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(Snippet(random)));
                break;
            default:
                bytes.RemoveRange(at, count);
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(Snippet(random)));
                break;
        }

        if (bytes.Count == 0)
        {
            bytes.Add((byte)' ');
        }
    }

    /// <summary>A value or errors, never both; each error one printable line with its place inside the text.</summary>
    private static IReadOnlyList<ConfigError> Check(byte[] bytes)
    {
        var result = ConfigFile.Parse("exporter.yaml", bytes);
        var text = Encoding.UTF8.GetString(bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsSpan(3) : bytes);
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');

        Assert.That(result.Value is null, Is.EqualTo(result.Errors.Count > 0));
        foreach (var error in result.Errors)
        {
            Assert.That(error.Line, Is.InRange(1, lines.Length), error.ToString());
            Assert.That(error.Column, Is.InRange(1, lines[error.Line - 1].Length + 1), error.ToString());
            Assert.That(error.ToString().Any(char.IsControl), Is.False, error.ToString());
        }

        return result.Errors;
    }
}
