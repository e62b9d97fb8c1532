using System.Text.RegularExpressions;

namespace Exporter.Tests.Dashboards;

/// <summary>
/// Finds the selectors and the grouping labels of an expression. No parser: Prometheus itself says whether the expressions are
/// right; this says what is in them.
/// </summary>
internal sealed partial class PromqlScan
{
    private static readonly HashSet<string> Grouping = new(StringComparer.Ordinal) { "by", "without", "on", "ignoring", "group_left", "group_right" };
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal) { "and", "or", "unless", "bool", "offset", "inf", "nan", "atan2", "start", "end" };

    private readonly List<PromqlSelector> selectors = [];
    private readonly List<string> groupingLabels = [];
    private readonly Stack<string> functions = new();

    private PromqlScan(string expression)
    {
        for (var at = 0; at < expression.Length;)
        {
            at = Token(expression, at);
        }
    }

    public IReadOnlyList<PromqlSelector> Selectors => selectors;

    /// <summary>Labels named by <c>by</c>, <c>on</c> and their like.</summary>
    public IReadOnlyList<string> GroupingLabels => groupingLabels;

    public static PromqlScan Of(string expression) => new(expression);

    private int Token(string text, int at)
    {
        switch (text[at])
        {
            case '"':
                return String.Match(text, at) is { Success: true } quoted ? at + quoted.Length : throw new FormatException($"A text does not end: {text}");
            case '(':
                functions.Push("");
                return at + 1;
            case ')':
                functions.Pop();
                return at + 1;
            case '{':
                return Selector("", text, at);
            case '[':
                // A subquery: its resolution belongs to no selector.
                return text.IndexOf(']', at) + 1;
        }

        if (Number.Match(text, at) is { Success: true } number)
        {
            return at + number.Length;
        }

        return Identifier.Match(text, at) is { Success: true } name ? Named(name.Value, text, at + name.Length) : at + 1;
    }

    private int Named(string name, string text, int end)
    {
        var next = SkipSpace(text, end);
        var isCall = next < text.Length && text[next] == '(';
        if (Grouping.Contains(name))
        {
            if (!isCall)
            {
                return end;
            }

            var close = text.IndexOf(')', next);
            groupingLabels.AddRange(text[(next + 1)..close].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            return close + 1;
        }

        if (Words.Contains(name))
        {
            return end;
        }

        if (isCall)
        {
            functions.Push(name);
            return next + 1;
        }

        // An aggregation may have its grouping in front of the parenthesis: sum by (a) (…).
        return Grouping.Contains(Identifier.Match(text, next) is { Success: true } word ? word.Value : "") ? end : Selector(name, text, end);
    }

    private int Selector(string metric, string text, int at)
    {
        var matchers = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        if (at < text.Length && text[at] == '{')
        {
            var close = at + 1;
            while (text[close] != '}')
            {
                if (Matcher.Match(text, close) is not { Success: true } matcher)
                {
                    throw new FormatException($"Not a matcher: {text[close..]}");
                }

                matchers.Add(matcher.Groups["label"].Value, (matcher.Groups["operator"].Value, matcher.Groups["value"].Value));
                close += matcher.Length;
            }

            at = close + 1;
        }

        var range = RangeOf.Match(text, at);
        selectors.Add(new PromqlSelector(metric, matchers, range.Success ? range.Groups["range"].Value : null, functions.TryPeek(out var function) ? function : ""));
        return at + range.Length;
    }

    private static int SkipSpace(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    [GeneratedRegex(@"\G""(?:[^""\\]|\\.)*""")]
    private static partial Regex String { get; }

    [GeneratedRegex(@"\G[0-9][0-9a-zA-Z.]*")]
    private static partial Regex Number { get; }

    [GeneratedRegex(@"\G[a-zA-Z_:$][a-zA-Z0-9_:]*")]
    private static partial Regex Identifier { get; }

    [GeneratedRegex("""\G\s*(?<label>[a-zA-Z_]\w*)\s*(?<operator>=~|!~|!=|=)\s*"(?<value>(?:[^"\\]|\\.)*)"\s*,?\s*""")]
    private static partial Regex Matcher { get; }

    [GeneratedRegex(@"\G\[(?<range>[^\]:]+)\]")]
    private static partial Regex RangeOf { get; }
}
