using System.Text;
using Exporter.Configuration.Scalars;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Templates;

/// <summary>A text with placeholders such as <c>${nonce}</c>; <c>$${</c> stands for <c>${</c> itself, and any other <c>$</c> for itself.</summary>
internal sealed class Template
{
    private static readonly Choices<TemplateSlot> Slots = new(("nonce", TemplateSlot.Nonce), ("time", TemplateSlot.Time), ("case", TemplateSlot.Case));

    private readonly List<(string Literal, TemplateSlot? Slot)> parts;

    private Template(List<(string Literal, TemplateSlot? Slot)> parts) => this.parts = parts;

    /// <summary>Whether it holds a placeholder, so that each request has a text of its own.</summary>
    public bool Varies => parts.Exists(static part => part.Slot is not null);

    /// <summary>Whether it is this placeholder and nothing else.</summary>
    public bool IsOnly(TemplateSlot slot) => parts is [("", var only)] && only == slot;

    public bool Uses(TemplateSlot slot) => parts.Exists(part => part.Slot == slot);

    public static Parsed<Template> Parse(string text)
    {
        var parts = new List<(string, TemplateSlot?)>();
        var literal = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var begin = text.IndexOf("${", at, StringComparison.Ordinal);
            if (begin < 0)
            {
                literal.Append(text, at, text.Length - at);
                break;
            }

            if (begin > at && text[begin - 1] == '$')
            {
                literal.Append(text, at, begin - 1 - at).Append("${");
                at = begin + 2;
                continue;
            }

            literal.Append(text, at, begin - at);
            var end = text.IndexOf('}', begin);
            var name = end < 0 ? null : text[(begin + 2)..end];
            if (name is null || !Slots.Parse(name).TryGet(out var slot))
            {
                return Parsed<Template>.Bad(name is null
                    ? "has a ${ without its }; write $${ for the characters themselves"
                    : $"{Shown.Quoted("${" + name + "}")} is no placeholder; there are {string.Join(", ", Slots.Words.Select(static word => "${" + word + "}"))}, and $${{ stands for ${{ itself");
            }

            parts.Add((literal.ToString(), slot));
            literal.Clear();
            at = end + 1;
        }

        if (literal.Length > 0)
        {
            parts.Add((literal.ToString(), null));
        }

        return Parsed<Template>.Good(new Template(parts));
    }

    /// <summary>A text that the reader has found to be right.</summary>
    public static Template Of(string text) =>
        Parse(text).TryGet(out var template) ? template : throw new ArgumentException("The text holds an unknown placeholder.", nameof(text));

    /// <param name="value">What stands for a placeholder, already escaped as its place wants.</param>
    public string Fill(Func<TemplateSlot, string> value)
    {
        var text = new StringBuilder();
        foreach (var (literal, slot) in parts)
        {
            text.Append(literal);
            if (slot is { } known)
            {
                text.Append(value(known));
            }
        }

        return text.ToString();
    }
}
