using System.CommandLine.Parsing;
using Exporter.Hosting;

namespace Exporter.Commands;

/// <summary>What is said to arguments that cannot be understood.</summary>
internal static class UsageReport
{
    /// <returns>The exit code.</returns>
    public static async Task<int> WriteAsync(IEnumerable<ParseError> mistakes, TextWriter error)
    {
        foreach (var mistake in mistakes)
        {
            await error.WriteLineAsync(mistake.Message);
        }

        await error.WriteLineAsync("Run 'modelhost-exporter --help' for the flags and commands; nothing was started.");
        return ExitCode.Usage;
    }
}
