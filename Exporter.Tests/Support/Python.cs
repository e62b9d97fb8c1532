namespace Exporter.Tests.Support;

/// <summary>Debian's interpreter with Debian's packages: the model servers of the tests run in it.</summary>
internal static class Python
{
    /// <summary>Another interpreter in the path would not see Debian's packages.</summary>
    public const string Interpreter = "/usr/bin/python3";

    /// <summary>An import reads many files, from a disk that other tests keep busy.</summary>
    private static readonly TimeSpan ImportBound = TimeSpan.FromSeconds(60);

    /// <summary>Skips the test with the reason where the modules cannot be imported.</summary>
    /// <param name="modules">As after <c>import</c>.</param>
    /// <param name="packages">Debian's packages that bring them.</param>
    public static async Task RequireAsync(string modules, string packages)
    {
        if (!File.Exists(Interpreter))
        {
            Assert.Ignore($"{Interpreter} is missing: apt-get install {packages}");
        }

        await using var check = Start(["-c", $"import {modules}"]);
        if ((await check.ExitAsync(ImportBound)).ExitCode != 0)
        {
            Assert.Ignore($"{Interpreter} cannot import {modules}: apt-get install {packages}");
        }
    }

    /// <summary>
    /// Of its processes: no compiled files are left in the checkout, and what whoever runs the tests has installed or set for
    /// Python does not stand before Debian's packages.
    /// </summary>
    public static IReadOnlyDictionary<string, string?> Variables { get; } = new Dictionary<string, string?>
    {
        ["PYTHONDONTWRITEBYTECODE"] = "1",
        ["PYTHONNOUSERSITE"] = "1",
        ["PYTHONPATH"] = null,
        ["PYTHONHOME"] = null,
    };

    /// <summary>Starts a program of the fixtures, or a module with <c>-m</c>.</summary>
    public static ChildProcess Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var variables = new Dictionary<string, string?>(Variables);
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            variables[name] = value;
        }

        return ChildProcess.Start(Interpreter, ["-u", .. arguments], variables);
    }
}
