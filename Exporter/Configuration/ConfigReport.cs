using System.Globalization;
using System.Text;

namespace Exporter.Configuration;

/// <summary>The mistakes of a file as an operator reads them: one a line, texts aligned, the count and the consequence last.</summary>
internal static class ConfigReport
{
    /// <summary>What follows from mistakes at a start.</summary>
    public const string NothingStarted = "nothing was started";

    /// <summary>The whole report; every line ends with a line feed. Empty where there are no errors.</summary>
    public static string Format(IReadOnlyList<ConfigError> errors, string consequence = NothingStarted)
    {
        if (errors.Count == 0)
        {
            return "";
        }

        var report = new StringBuilder();
        AppendLines(report, errors);
        var count = errors.Count == 1 ? "1 error" : errors.Count.ToString(CultureInfo.InvariantCulture) + " errors";
        return report.Append(count).Append("; ").Append(consequence).Append(".\n").ToString();
    }

    /// <summary>One aligned line each, without the summary; also fit for warnings.</summary>
    public static string Lines(IReadOnlyList<ConfigError> errors)
    {
        var report = new StringBuilder();
        AppendLines(report, errors);
        return report.ToString();
    }

    private static void AppendLines(StringBuilder report, IReadOnlyList<ConfigError> errors)
    {
        var width = errors.Count == 0 ? 0 : errors.Max(static error => error.Where.Length);
        foreach (var error in errors)
        {
            report.Append(error.Where.PadRight(width)).Append(' ').Append(error.What).Append('\n');
        }
    }
}
