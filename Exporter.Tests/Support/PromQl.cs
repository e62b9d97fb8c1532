using System.Text.RegularExpressions;

namespace Exporter.Tests.Support;

/// <summary>
/// As much of PromQL as the tests of rules and dashboards need: its words and signs, the selectors, the labels it groups by, and an
/// expression without its comparisons. Whether an expression is right is Prometheus' business.
/// </summary>
internal static partial class PromQl
{
    private static readonly HashSet<string> Keywords =
    [
        "and", "or", "unless", "by", "without", "on", "ignoring", "group_left", "group_right", "bool", "offset", "atan2", "start", "end",
    ];

    /// <summary>Keywords that a list of label names follows.</summary>
    private static readonly HashSet<string> BeforeLabels = ["by", "without", "on", "ignoring", "group_left", "group_right"];

    /// <exception cref="FormatException">A text does not end.</exception>
    public static IReadOnlyList<PromQlToken> Tokens(string expression)
    {
        List<PromQlToken> tokens = [.. Token.Matches(Comment.Replace(expression, "")).Where(m => m.Groups["text"].Length > 0).Select(m => new PromQlToken(m.Groups["blanks"].Value, m.Groups["text"].Value))];
        return tokens.Exists(t => t.Text is "\"" or "'") ? throw new FormatException($"A text does not end: {expression}") : tokens;
    }

    /// <summary>Labels named by <c>by</c>, <c>on</c> and their like.</summary>
    public static IReadOnlyList<string> GroupingLabels(string expression)
    {
        var tokens = Tokens(expression);
        return
        [
            .. from i in Enumerable.Range(0, tokens.Count - 1)
               where BeforeLabels.Contains(tokens[i].Text) && tokens[i + 1].Text == "("
               from token in tokens.Skip(i + 2).Take(Closing(tokens, i + 1) - i - 2)
               where token.IsWord
               select token.Text,
        ];
    }

    /// <exception cref="FormatException">What stands in braces are no matchers, or a bracket is not closed.</exception>
    public static IReadOnlyList<PromQlSelector> Selectors(string expression)
    {
        var tokens = Tokens(expression);
        var selectors = new List<PromQlSelector>();
        var functions = new Stack<string>();
        for (var i = 0; i < tokens.Count; i++)
        {
            var next = i + 1 < tokens.Count ? tokens[i + 1].Text : "";
            if (BeforeLabels.Contains(tokens[i].Text) && next == "(")
            {
                i = Closing(tokens, i + 1);
            }
            else if (tokens[i].Text == "[")
            {
                i = Closing(tokens, i);
            }
            else if (tokens[i].Text == "(")
            {
                functions.Push(i > 0 && tokens[i - 1].IsWord && !Keywords.Contains(tokens[i - 1].Text) ? tokens[i - 1].Text : "");
            }
            else if (tokens[i].Text == ")")
            {
                functions.Pop();
            }
            else if (tokens[i].IsWord && next is not ("(" or "by" or "without") && !Keywords.Contains(tokens[i].Text) && !IsDurationOfOffset(tokens, i))
            {
                var end = next == "{" ? Closing(tokens, i + 1) : i;
                var matchers = next == "{" ? Matchers(tokens, i + 2, end) : [];
                selectors.Add(new PromQlSelector(tokens[i].Text, matchers, Range(tokens, end + 1), functions.TryPeek(out var function) ? function : ""));
                i = end;
            }
        }

        return selectors;
    }

    /// <summary>
    /// The expression with every comparison turned into its answer, 0 or 1, and without what <c>unless</c> takes away: it has a value
    /// wherever the series exist that the alert reads, whatever their values are. Both sides of <c>or</c> must have one.
    /// </summary>
    /// <param name="takenAway">What stood behind each <c>unless</c>, in the same form.</param>
    public static string WithoutComparisons(string expression, out IReadOnlyList<string> takenAway)
    {
        var tokens = Tokens(expression);
        var removed = new List<string>();
        var kept = new List<PromQlToken>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Text == "unless")
            {
                var end = EndOfOperand(tokens, i + 1);
                removed.Add(WithoutComparisons(string.Concat(WithoutMatching(tokens, i + 1, end)), out var deeper));
                removed.AddRange(deeper);
                i = end - 1;
            }
            else if (tokens[i].Text == "{")
            {
                var end = Closing(tokens, i);
                kept.AddRange(tokens.Skip(i).Take(end - i + 1));
                i = end;
            }
            else
            {
                kept.Add(Replacement(tokens[i]));
            }
        }

        takenAway = removed;
        return string.Concat(kept);
    }

    private static PromQlToken Replacement(PromQlToken token) => token switch
    {
        { IsComparison: true } => token with { Text = token.Text + " bool" },
        { Text: "or" } => token with { Text = "and on ()" },
        { Text: "absent" } => token with { Text = "count" },
        { Text: "absent_over_time" } => token with { Text = "count_over_time" },
        _ => token,
    };

    /// <summary>The operand without the labels it is matched by.</summary>
    private static IEnumerable<PromQlToken> WithoutMatching(IReadOnlyList<PromQlToken> tokens, int start, int end)
    {
        var first = tokens[start].Text is "on" or "ignoring" ? Closing(tokens, start + 1) + 1 : start;
        return tokens.Skip(first).Take(end - first);
    }

    /// <summary>Up to the next set operator of the same depth, or the end of that depth.</summary>
    private static int EndOfOperand(IReadOnlyList<PromQlToken> tokens, int start)
    {
        for (var i = start; i < tokens.Count; i++)
        {
            if (tokens[i].Text is "(" or "[" or "{")
            {
                i = Closing(tokens, i);
            }
            else if (tokens[i].Text == ")" || tokens[i].IsSetOperator)
            {
                return i;
            }
        }

        return tokens.Count;
    }

    private static int Closing(IReadOnlyList<PromQlToken> tokens, int opening)
    {
        var depth = 0;
        for (var i = opening; i < tokens.Count; i++)
        {
            depth += tokens[i].Text is "(" or "[" or "{" ? 1 : tokens[i].Text is ")" or "]" or "}" ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        throw new FormatException($"'{tokens[opening].Text}' is not closed in {string.Concat(tokens)}");
    }

    /// <returns>Null where no range follows; that of a subquery is none.</returns>
    private static string? Range(IReadOnlyList<PromQlToken> tokens, int at)
    {
        var range = at < tokens.Count && tokens[at].Text == "[" ? string.Concat(tokens.Skip(at + 1).Take(Closing(tokens, at) - at - 1)) : null;
        return range is null || range.Contains(':', StringComparison.Ordinal) ? null : range;
    }

    private static bool IsDurationOfOffset(IReadOnlyList<PromQlToken> tokens, int i) => i > 0 && tokens[i - 1].Text == "offset";

    private static List<(string Label, string Operator, string Value)> Matchers(IReadOnlyList<PromQlToken> tokens, int start, int end)
    {
        var matchers = new List<(string Label, string Operator, string Value)>();
        for (var i = start; i < end; i += 4)
        {
            if (i + 2 >= end || !tokens[i].IsWord || !tokens[i + 2].IsString)
            {
                throw new FormatException($"No matcher at '{tokens[i].Text}' in {string.Concat(tokens)}");
            }

            matchers.Add((tokens[i].Text, tokens[i + 1].Text, tokens[i + 2].Text[1..^1].Replace(@"\\", @"\", StringComparison.Ordinal)));
        }

        return matchers;
    }

    [GeneratedRegex("""(?<blanks>\s*)(?<text>"(\\.|[^"\\])*"|'(\\.|[^'\\])*'|[a-zA-Z_:][a-zA-Z0-9_:]*|[0-9][0-9a-zA-Z.]*|=~|!~|==|!=|<=|>=|\S)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Token { get; }

    [GeneratedRegex(@"^\s*#.*$", RegexOptions.Multiline)]
    private static partial Regex Comment { get; }
}
