using System.CommandLine;

namespace Exporter.Commands;

/// <summary><c>--job</c> of the commands that select series in a Prometheus.</summary>
internal static class JobFlag
{
    public static Option<string?> Create()
    {
        var job = new Option<string?>("--job") { Description = "Select only series with this label 'job'.", HelpName = "name" };

        // An empty name would select what has no job at all, which is nothing.
        job.Validators.Add(static result =>
        {
            if (result.Tokens.Any(static t => t.Value.Length == 0))
            {
                result.AddError("--job: must not be empty");
            }
        });
        return job;
    }
}
