namespace Exporter.Tests.Support;

/// <summary>A word, number, string or sign of an expression, and the blanks before it.</summary>
internal readonly record struct PromQlToken(string Blanks, string Text)
{
    public bool IsWord => char.IsLetter(Text[0]) || Text[0] is '_' or ':';

    public bool IsString => Text[0] is '"' or '\'';

    public bool IsComparison => Text is "==" or "!=" or "<" or ">" or "<=" or ">=";

    public bool IsSetOperator => Text is "and" or "or" or "unless";

    public override string ToString() => Blanks + Text;
}
