using System.Text;

namespace Exporter.Traffic.ServerMetrics.Text;

/// <summary>
/// Reads an exposition in Prometheus' text format or in OpenMetrics, as servers really write them: a line that cannot be
/// read is counted and passed over, families may be torn apart, types may be missing.
/// </summary>
/// <remarks>One answer at a time; series are kept from one to the next.</remarks>
internal sealed class ExpositionParser
{
    /// <summary>An answer of nothing but mistakes is none; a server's page of HTML has thousands of lines.</summary>
    private const int LongestLine = 1 << 16;

    private const string NoName = "does not begin with the name of a metric";

    private readonly SeriesTable series = new();
    private readonly Dictionary<string, ServerFamily> families = new(StringComparer.Ordinal);
    private readonly HashSet<ServerSeries> seen = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> typed = new(StringComparer.Ordinal);
    private List<ServerFamily> order = [];
    private ServerFamily? current;
    private int brokenLines;
    private int firstBroken;
    private string problem = "";

    public ServerExposition Parse(ReadOnlySpan<byte> text)
    {
        Begin();
        var number = 0;
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            number++;
            var wrong = line.Length > LongestLine ? "is too long" : ReadLine(line.EndsWith("\r"u8) ? line[..^1] : line);
            if (wrong is not null)
            {
                Broken(number, wrong);
            }
        }

        return new ServerExposition(order.FindAll(static family => family.Samples.Count > 0), seen.Count, brokenLines, firstBroken, problem);
    }

    private void Begin()
    {
        series.Begin();
        families.Clear();
        seen.Clear();
        typed.Clear();
        order = [];
        current = null;
        (brokenLines, firstBroken, problem) = (0, 0, "");
    }

    private void Broken(int number, string wrong)
    {
        if (brokenLines++ == 0)
        {
            (firstBroken, problem) = (number, wrong);
        }
    }

    /// <returns>What is wrong; null where nothing.</returns>
    private string? ReadLine(ReadOnlySpan<byte> line)
    {
        var reader = new LineReader(line);
        reader.SkipBlanks();
        if (reader.IsAtEnd)
        {
            return null;
        }

        return reader.TrySkip((byte)'#') ? ReadComment(reader) : ReadSample(reader.Rest);
    }

    private string? ReadComment(LineReader reader)
    {
        reader.SkipBlanks();
        var word = reader.Word();
        var isType = word.SequenceEqual("TYPE"u8);
        if (!isType && !word.SequenceEqual("HELP"u8))
        {
            // UNIT, EOF and what people write.
            return null;
        }

        reader.SkipBlanks();
        var name = reader.Current == '"' ? PlainName.Of(reader.Quoted() ?? "", withColons: true) : Encoding.UTF8.GetString(reader.Name(withColons: true));
        if (name.Length == 0 || !(reader.IsAtEnd || reader.Current is (byte)' ' or (byte)'\t'))
        {
            return isType ? "has a TYPE without the name of a metric" : "has a HELP without the name of a metric";
        }

        reader.SkipBlanks();
        current = FamilyOf(name);
        if (isType)
        {
            return SetType(current, reader.Word());
        }

        if (current.Help.Length == 0)
        {
            current.Help = LineReader.Unescaped(Encoding.UTF8.GetString(reader.Rest));
        }

        return null;
    }

    private string? SetType(ServerFamily family, ReadOnlySpan<byte> word)
    {
        ServerFamilyType? type = word switch
        {
            _ when word.SequenceEqual("counter"u8) => ServerFamilyType.Counter,
            _ when word.SequenceEqual("gauge"u8) || word.SequenceEqual("stateset"u8) || word.SequenceEqual("info"u8) => ServerFamilyType.Gauge,
            _ when word.SequenceEqual("histogram"u8) => ServerFamilyType.Histogram,
            _ when word.SequenceEqual("summary"u8) => ServerFamilyType.Summary,
            _ when word.SequenceEqual("untyped"u8) || word.SequenceEqual("unknown"u8) || word.SequenceEqual("gaugehistogram"u8) => ServerFamilyType.Untyped,
            _ => null,
        };
        if (type is not { } known)
        {
            return "has a TYPE that is none";
        }

        if (!typed.Add(family.Name) && family.Type != known)
        {
            return $"has another TYPE for {family.Name} than a line before";
        }

        family.Type = known;
        return null;
    }

    private string? ReadSample(ReadOnlySpan<byte> line)
    {
        var reader = new LineReader(line);
        var name = reader.Name(withColons: true);
        if (name.IsEmpty && reader.Current != '{')
        {
            return NoName;
        }

        if (!reader.IsAtEnd && reader.Current is not ((byte)' ' or (byte)'\t' or (byte)'{'))
        {
            return "has a character in its name that no name may have";
        }

        reader.SkipBlanks();
        if (reader.TrySkip((byte)'{') && !reader.TrySkipLabels())
        {
            return "has labels that do not end";
        }

        var head = reader.Read.TrimEnd(" \t"u8);
        reader.SkipBlanks();
        if (!SampleNumber.TryParse(reader.Word(), out var value))
        {
            return "has no number as its value";
        }

        return IsTail(reader) ? Take(head, name, value) : "has something behind its value that is no timestamp";
    }

    /// <summary>After the value come at most a timestamp and, in OpenMetrics, an exemplar.</summary>
    private static bool IsTail(LineReader reader)
    {
        reader.SkipBlanks();
        if (reader.IsAtEnd || reader.Current == '#')
        {
            return true;
        }

        if (!SampleNumber.TryParse(reader.Word(), out _))
        {
            return false;
        }

        reader.SkipBlanks();
        return reader.IsAtEnd || reader.Current == '#';
    }

    private string? Take(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name, double value)
    {
        if (!series.TryFind(head, out var found))
        {
            if (LabelReader.Read(head[name.Length..], out var quoted) is not { } labels)
            {
                return "has labels that cannot be read";
            }

            if (name.IsEmpty == (quoted.Length == 0))
            {
                return name.IsEmpty ? NoName : "names its metric twice";
            }

            found = new ServerSeries(name.IsEmpty ? quoted : Encoding.UTF8.GetString(name), labels);
            series.Add(head, found);
        }

        if (!seen.Add(found))
        {
            return $"repeats a series of {found.Name}";
        }

        if (current is null || !FamilyNames.IsSampleOf(current, found.Name))
        {
            current = OwnerOf(found.Name);
        }

        Target(current, found.Name).Samples.Add(new ServerSample(found, value));
        return null;
    }

    /// <summary>The family that a sample belongs to although other lines stand between.</summary>
    private ServerFamily OwnerOf(string sample)
    {
        if (families.TryGetValue(sample, out var same))
        {
            return same;
        }

        foreach (var suffix in FamilyNames.Suffixes)
        {
            if (sample.EndsWith(suffix, StringComparison.Ordinal)
                && families.TryGetValue(sample[..^suffix.Length], out var family)
                && FamilyNames.IsSampleOf(family, sample))
            {
                return family;
            }
        }

        return FamilyOf(sample);
    }

    /// <summary>A sample under another name than its family's that the text format has no place for becomes a family of its own.</summary>
    private ServerFamily Target(ServerFamily family, string sample)
    {
        if (!FamilyNames.StandsAlone(family, sample))
        {
            return family;
        }

        var alone = FamilyOf(sample);
        if (typed.Add(sample))
        {
            // Of OpenMetrics' families: the counter itself, the time of its birth, the fact of an info.
            alone.Type = sample.EndsWith("_total", StringComparison.Ordinal) ? ServerFamilyType.Counter : ServerFamilyType.Gauge;
            alone.Help = family.Help;
        }

        return alone;
    }

    private ServerFamily FamilyOf(string name)
    {
        if (!families.TryGetValue(name, out var family))
        {
            families.Add(name, family = new ServerFamily(name));
            order.Add(family);
        }

        return family;
    }
}
