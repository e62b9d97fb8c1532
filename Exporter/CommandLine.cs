using System.CommandLine;
using Exporter.Commands;

namespace Exporter;

/// <summary>Arguments to command to exit code: 0 done, 1 failed, 2 the arguments or the configuration are wrong and nothing was started.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var parsed = Create().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            return await UsageReport.WriteAsync(parsed.Errors, error);
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = output,
                Error = error,

                // The daemon ends in its own order and within its own bounds.
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (IOException lost)
        {
            // What a command reads it answers for itself; this is where its output goes to: a full disk, a closed terminal.
            await error.WriteLineAsync($"modelhost-exporter: the output could not be written: {lost.Message}");
            return 1;
        }
    }

    public static RootCommand Create()
    {
        var root = RunCommand.Create();
        root.Add(CheckConfigCommand.Create());
        root.Add(ProbeCommand.Create());
        root.Add(DemoCommand.Create());
        root.Add(HealthCheckCommand.Create());
        root.Add(RulesCommand.Create());
        root.Add(GpusCommand.Create());
        root.Add(SlaCommand.Create());
        root.Add(DiscoverCommand.Create());
        return root;
    }
}
