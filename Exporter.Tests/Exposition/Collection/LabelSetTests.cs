using System.Text;
using Exporter.Exposition.Collection;

namespace Exporter.Tests.Exposition.Collection;

internal sealed class LabelSetTests
{
    [Test]
    public void Labels_are_sorted_and_escaped() =>
        Assert.That(Set(("b", "two\nlines"), ("a", "say \"\\\"")).ToString(), Is.EqualTo("""a="say \"\\\"",b="two\nlines" """.TrimEnd()));

    [Test]
    public void The_later_of_two_values_of_one_attribute_counts() =>
        Assert.That(Set(("target", "meter"), ("target", "point")).ToString(), Is.EqualTo("target=\"point\""));

    [Test]
    public void Attributes_that_become_one_label_keep_both_values() =>
        Assert.That(Set(("a_b", "2"), ("a.b", "1")).ToString(), Is.EqualTo("a_b=\"1;2\""));

    [Test]
    public void An_empty_value_is_no_label() =>
        Assert.That(Set(("a", ""), ("b", "x")), Is.EqualTo(Set(("b", "x"))));

    [Test]
    public void Half_a_surrogate_pair_becomes_the_replacement_character()
    {
        var text = Set(("a", "x\ud800y")).Text;

        Assert.That(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(text), Is.EqualTo("a=\"x\ufffdy\""));
    }

    [Test]
    public void Equal_labels_are_equal_sets_whatever_their_order()
    {
        var one = Set(("a", "1"), ("b", "2"));
        var other = Set(("b", "2"), ("a", "1"));

        Assert.That(one, Is.EqualTo(other));
        Assert.That(one.GetHashCode(), Is.EqualTo(other.GetHashCode()));
        Assert.That(one, Is.Not.EqualTo(Set(("a", "1"), ("b", "3"))));
    }

    [Test]
    public void Values_are_written_without_a_culture()
    {
        Assert.That(LabelValue.Of(true), Is.EqualTo("true"));
        Assert.That(LabelValue.Of(1.5), Is.EqualTo("1.5"));
        Assert.That(LabelValue.Of(null), Is.Empty);
        Assert.That(LabelValue.Of(new[] { "a", "b" }), Is.EqualTo("[\"a\",\"b\"]"));
        Assert.That(LabelValue.Of(new[] { 1, 2 }), Is.EqualTo("[1,2]"));
    }

    private static LabelSet Set(params (string Name, string Value)[] labels) =>
        LabelSet.From(labels.Select(l => KeyValuePair.Create(l.Name, l.Value)));
}
