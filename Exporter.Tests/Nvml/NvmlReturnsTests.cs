using System.Text.RegularExpressions;
using Exporter.Gpu;
using Exporter.Nvml;
using Exporter.Nvml.Native;

namespace Exporter.Tests.Nvml;

internal sealed partial class NvmlReturnsTests
{
    private static readonly NvmlReturn[] all = Enum.GetValues<NvmlReturn>();

    [Test]
    public void Every_code_has_a_name_of_its_own_that_is_a_label_value()
    {
        var names = all.Select(code => code.Name()).ToList();

        Assert.Multiple(() =>
        {
            Assert.That(names, Is.Unique);
            Assert.That(names, Is.All.Matches<string>(name => SnakeCase().IsMatch(name)));
            Assert.That(names, Has.None.EqualTo("unrecognized"));
        });
    }

    [Test]
    public void A_code_of_a_future_library_is_unrecognized_and_not_an_error()
    {
        Assert.That(((NvmlReturn)77).Name(), Is.EqualTo("unrecognized"));
        Assert.That(((NvmlReturn)77).Scope(), Is.EqualTo(GpuFailureScope.Reading));
    }

    [Test]
    public void Every_code_says_in_a_sentence_what_to_do()
    {
        Assert.That(all.Select(code => code.Words()), Is.All.Matches<string>(words => words.Length > 20 && words.EndsWith('.')));
    }

    [Test]
    public void What_is_merely_unsupported_never_fails_a_card()
    {
        Assert.That(all.Where(code => code.IsUnsupported()).Select(code => code.Scope()), Is.All.EqualTo(GpuFailureScope.Reading));
    }

    [GeneratedRegex("^[a-z]+(_[a-z]+)*$")]
    private static partial Regex SnakeCase();
}
