using Exporter.Tests.Support;

namespace Exporter.Tests.Exposition.Support;

/// <summary>Compares a text with one in Fixtures/Golden. <c>UPDATE_GOLDEN=1</c> rewrites the file instead, for a human to read the diff.</summary>
internal static class GoldenText
{
    public static void Check(string file, string actual)
    {
        var path = Repository.PathOf("Exporter.Tests", "Fixtures", "Golden", file);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.That(actual, Is.EqualTo(File.ReadAllText(path)), $"Run with UPDATE_GOLDEN=1 and read the diff if {file} is to change.");
    }
}
