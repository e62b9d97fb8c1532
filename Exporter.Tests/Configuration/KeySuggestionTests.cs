using Exporter.Configuration.Probes;
using Exporter.Configuration.Readers;
using Exporter.Configuration.Readers.Client;
using Exporter.Configuration.Readers.Probes;

namespace Exporter.Tests.Configuration;

/// <summary>A slip of the finger in any key of any probe is answered with the key that was meant.</summary>
[TestFixture]
internal sealed class KeySuggestionTests
{
    private static readonly ProbeType[] Types = Enum.GetValues<ProbeType>();

    [TestCaseSource(nameof(Types))]
    public void A_letter_too_many_too_few_or_two_exchanged_are_understood(ProbeType type)
    {
        var sections = ProbeReaders.Of(type).Sections.Append(ProbeReader.KeysOf(type)).Append(QualityReader.Keys).Append(QualityCaseReader.Keys).Append(TlsClientReader.Keys).Append(MaintenanceReader.Keys);
        var wrong = sections.SelectMany(static keys => keys.Names.SelectMany(key => Slips(key).Where(slip => !keys.Contains(slip)).Select(slip => (Slip: slip, Key: key, Said: keys.Problem(slip)!))))
            .Where(static one => !one.Said.Contains($"did you mean '{one.Key}'", StringComparison.Ordinal))
            .Select(static one => $"{one.Slip} for {one.Key}: {one.Said}");

        Assert.That(wrong, Is.Empty);
    }

    private static IEnumerable<string> Slips(string key)
    {
        for (var i = 0; i < key.Length; i++)
        {
            yield return key.Insert(i, key[i].ToString());
            if (key.Length > 4 && i > 0)
            {
                yield return key.Remove(i, 1);
                yield return $"{key[..(i - 1)]}{key[i]}{key[i - 1]}{key[(i + 1)..]}";
            }
        }
    }
}
