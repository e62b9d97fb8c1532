using System.CommandLine;
using Exporter.Commands.Gpus.Smi;
using Exporter.Configuration;

namespace Exporter.Commands.Gpus;

/// <summary>The flags of <c>gpus</c>.</summary>
internal sealed class GpusFlags
{
    private const double ShortestInterval = 0.1;
    private const int Longest = 600;

    private readonly Option<string?> file = new("--config.file") { Description = "Configuration file, for 'gpu.library'.", HelpName = "file" };

    private readonly Option<string?> library = new("--gpu.library")
    {
        Description = "Path of libnvidia-ml.so.1; wins over the file; without it the usual places are searched.",
        HelpName = "file",
    };

    private readonly Option<bool> compare = new("--compare-nvidia-smi") { Description = "Hold every reading against what 'nvidia-smi -q -x' says." };

    private readonly Option<string?> program = new("--nvidia-smi") { Description = "Path of nvidia-smi.", HelpName = "file" };

    private readonly Option<bool> json = new("--json") { Description = "Print the report as JSON." };

    private readonly Option<double> interval = new("--interval")
    {
        Description = "Seconds between two readings; the rates are over this time.",
        HelpName = "seconds",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<int> timeout = new("--timeout")
    {
        Description = "Seconds that opening the driver, one reading of all cards and nvidia-smi may take each.",
        HelpName = "seconds",
        DefaultValueFactory = _ => 60,
    };

    public GpusFlags()
    {
        interval.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= ShortestInterval and <= Longest))
            {
                result.AddError("--interval: must be 0.1 to 600");
            }
        });
        timeout.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > Longest)
            {
                result.AddError("--timeout: must be 1 to 600");
            }
        });
    }

    public void AddTo(Command command)
    {
        command.Add(file);
        command.Add(library);
        command.Add(compare);
        command.Add(program);
        command.Add(json);
        command.Add(interval);
        command.Add(timeout);
    }

    /// <summary>The configuration; that of an empty file where none is named.</summary>
    public ConfigResult<ExporterConfig> ReadConfig(ParseResult parsed) =>
        parsed.GetValue(file) is { } path ? ConfigFile.Read(path) : ConfigFile.Parse("(none)", "{}"u8.ToArray());

    public string? Library(ParseResult parsed) => parsed.GetValue(library);

    /// <summary>Null where nothing is to be compared.</summary>
    public SmiProgram? NvidiaSmi(ParseResult parsed) => parsed.GetValue(compare) ? new SmiProgram(parsed.GetValue(program), Timeout(parsed)) : null;

    public bool IsJson(ParseResult parsed) => parsed.GetValue(json);

    public TimeSpan Interval(ParseResult parsed) => TimeSpan.FromSeconds(parsed.GetValue(interval));

    public TimeSpan Timeout(ParseResult parsed) => TimeSpan.FromSeconds(parsed.GetValue(timeout));
}
