using System.Text.RegularExpressions;

namespace Exporter.Tests.Alerting;

/// <summary>
/// As much of PromQL as the tests of rules need: its words and signs, the selectors, and an expression without its comparisons.
/// Whether an expression is right is promtool's business.
/// </summary>
internal static partial class PromQl
{
    private static readonly HashSet<string> Keywords =
    [
        "and", "or", "unless", "by", "without", "on", "ignoring", "group_left", "group_right", "bool", "offset", "atan2", "start", "end",
    ];

    /// <summary>Keywords that a list of label names follows.</summary>
    private static readonly HashSet<string> BeforeLabels = ["by", "without", "on", "ignoring", "group_left", "group_right"];

    public static IReadOnlyList<PromQlToken> Tokens(string expression) =>
        [.. Token.Matches(Comment.Replace(expression, "")).Where(m => m.Groups["text"].Length > 0).Select(m => new PromQlToken(m.Groups["blanks"].Value, m.Groups["text"].Value))];

    public static IReadOnlyList<PromQlSelector> Selectors(string expression)
    {
        var tokens = Tokens(expression);
        var selectors = new List<PromQlSelector>();
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
            else if (tokens[i].IsWord && next is not ("(" or "by" or "without") && !Keywords.Contains(tokens[i].Text) && !IsDurationOfOffset(tokens, i))
            {
                var end = next == "{" ? Closing(tokens, i + 1) : i;
                selectors.Add(new PromQlSelector(tokens[i].Text, next == "{" ? Matchers(tokens, i + 2, end) : []));
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

    private static bool IsDurationOfOffset(IReadOnlyList<PromQlToken> tokens, int i) => i > 0 && tokens[i - 1].Text == "offset";

    private static List<(string Label, string Operator, string Value)> Matchers(IReadOnlyList<PromQlToken> tokens, int start, int end)
    {
        var matchers = new List<(string Label, string Operator, string Value)>();
        for (var i = start; i < end; i += 4)
        {
            matchers.Add((tokens[i].Text, tokens[i + 1].Text, tokens[i + 2].Text[1..^1].Replace(@"\\", @"\", StringComparison.Ordinal)));
        }

        return matchers;
    }

    [GeneratedRegex("""(?<blanks>\s*)(?<text>"(\\.|[^"\\])*"|'(\\.|[^'\\])*'|[a-zA-Z_:][a-zA-Z0-9_:]*|[0-9][0-9a-zA-Z.]*|=~|!~|==|!=|<=|>=|\S)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Token { get; }

    [GeneratedRegex(@"^\s*#.*$", RegexOptions.Multiline)]
    private static partial Regex Comment { get; }
}
