namespace Exporter.Tests.Support;

/// <summary>Where this checkout is: tests read sources, examples and rule files from it.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Exporter.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Exporter.sln above {AppContext.BaseDirectory}; run the tests from a checkout.");
    }
}
