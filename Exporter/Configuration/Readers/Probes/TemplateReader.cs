using Exporter.Configuration.Probes;
using Exporter.Configuration.Scalars;
using Exporter.Configuration.Templates;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads texts with placeholders and the <c>cases</c> that stand for one of them.</summary>
internal static class TemplateReader
{
    private static readonly Choices<CaseOrder> Orders = new(("round_robin", CaseOrder.RoundRobin), ("random", CaseOrder.Random));

    /// <summary>A parser that takes placeholders besides what <paramref name="inner"/> wants.</summary>
    public static Func<string, Parsed<string>> Checked(Func<string, Parsed<string>> inner) => text =>
    {
        var parsed = inner(text);
        return parsed.Problem is null && Template.Parse(text).Problem is { } problem ? Parsed<string>.Bad(problem) : parsed;
    };

    /// <summary>The cases: texts as they are, maps and lists as JSON.</summary>
    /// <param name="templates">The texts they can stand in; one of them must ask for a case, or there must be none.</param>
    public static ValueList<string> ReadCases(Section section, params IEnumerable<string?> templates)
    {
        var cases = new List<string>();
        var node = section.Find("cases", Presence.Defaulted);
        if (node is not null and not YamlList)
        {
            section.Fail("cases", $"must be a list (each item begins with -), but is {node.Kind}");
        }

        foreach (var item in (node as YamlList)?.Items ?? [])
        {
            if (item is YamlScalar { IsNull: true })
            {
                section.Reading.Errors.Add(item, "has no value");
            }

            cases.Add(BodyReader.TextOf(item, section.Reading.Errors));
        }

        var used = templates.Any(static text => text is not null && Template.Parse(text).TryGet(out var template) && template.Uses(TemplateSlot.Case));
        if (used && node is null or YamlList { Items.Count: 0 })
        {
            section.Fail("cases", "must list what ${case} stands for");
        }
        else if (!used && cases.Count > 0)
        {
            section.Fail("cases", "has no effect: nothing says ${case}; write that where they belong, or remove cases");
        }

        return new ValueList<string>(cases);
    }

    public static CaseOrder ReadOrder(Section section)
    {
        if (section.Has("case_order") && !section.Has("cases"))
        {
            section.Fail("case_order", "has no effect without cases; list them, or remove it");
        }

        return section.Read("case_order", Orders.Parse, CaseOrder.RoundRobin);
    }
}
