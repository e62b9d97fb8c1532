using System.Diagnostics;

namespace Exporter.Tests.Support;

/// <summary>Debian's interpreter with Debian's packages: the model servers of the tests run in it.</summary>
internal static class Python
{
    /// <summary>Another interpreter in the path would not see Debian's packages.</summary>
    public const string Interpreter = "/usr/bin/python3";

    /// <summary>Skips the test with the reason where the modules cannot be imported.</summary>
    /// <param name="modules">As after <c>import</c>.</param>
    /// <param name="packages">Debian's packages that bring them.</param>
    public static async Task RequireAsync(string modules, string packages)
    {
        if (!File.Exists(Interpreter))
        {
            Assert.Ignore($"{Interpreter} is missing: apt-get install {packages}");
        }

        using var check = Process.Start(new ProcessStartInfo(Interpreter, ["-c", $"import {modules}"]) { RedirectStandardError = true })!;
        await check.StandardError.ReadToEndAsync();
        await check.WaitForExitAsync();
        if (check.ExitCode != 0)
        {
            Assert.Ignore($"{Interpreter} cannot import {modules}: apt-get install {packages}");
        }
    }

    /// <summary>Starts a program of the fixtures, or a module with <c>-m</c>.</summary>
    public static ChildProcess Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var variables = new Dictionary<string, string?>(environment ?? new Dictionary<string, string?>()) { ["PYTHONDONTWRITEBYTECODE"] = "1" };
        return ChildProcess.Start(Interpreter, ["-u", .. arguments], variables);
    }
}
