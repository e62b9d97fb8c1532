namespace Exporter.Tests.Support;

/// <summary>Expected texts that lie beside their input. <c>UPDATE_GOLDEN=1</c> writes them anew, for a human to read in the diff; never where CI is set.</summary>
internal static class GoldenFile
{
    /// <summary>Whether this run writes them.</summary>
    public static bool Rewrites => Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1" && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));

    /// <summary>Compares a text with a file of the checkout, byte for byte.</summary>
    public static void Check(string actual, string path)
    {
        if (Rewrites)
        {
            File.WriteAllText(path, actual);
        }

        Assert.That(path, Does.Exist, "The expected text is missing; run the test with UPDATE_GOLDEN=1 and read what it wrote.");
        Assert.That(actual, Is.EqualTo(File.ReadAllText(path)), path);
    }
}
