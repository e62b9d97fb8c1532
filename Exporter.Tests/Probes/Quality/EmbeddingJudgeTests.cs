using System.Globalization;
using Exporter.Probes.Quality;

namespace Exporter.Tests.Probes.Quality;

public class EmbeddingJudgeTests
{
    [TestCase("0.6 0.8", null)]
    [TestCase("0.61 0.79", null)]
    [TestCase("0.8 0.6", "the cosine to the stored vector is 0.96, less than 0.99")]
    [TestCase("-0.6 -0.8", "the cosine to the stored vector is -1, less than 0.99")]
    [TestCase("6 8", "the vector has the length 10, not 1")]
    [TestCase("0 0", "the vector is zero in every component")]
    [TestCase("0.6 NaN", "the vector has a component that is no number")]
    [TestCase("0.6 0.8 0", "the vector has 3 dimensions, not 2")]
    [TestCase(null, "the answer has no vector")]
    public void A_vector_has_its_verdict(string? vector, string? wrong)
    {
        var components = vector?.Split(' ').Select(static text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();

        Assert.That(EmbeddingJudge.Judge(components, [0.6, 0.8], 0.99).Wrong, Is.EqualTo(wrong));
    }
}
