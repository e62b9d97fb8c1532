namespace Exporter.Tests.Support;

/// <summary>How a daemon under test is started, where it differs from a plain start.</summary>
internal sealed record DaemonStart
{
    /// <summary>Flags after <c>--config.file</c>.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>Environment variables to set; null as value removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Words before the program, such as <c>env --ignore-signal=HUP</c>; what they start must take their place in the process.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    /// <summary>Limit of open files, soft and hard; null leaves that of the test run.</summary>
    public int? MaxOpenFiles { get; init; }

    /// <summary>Whether the folder it is started in is deleted before.</summary>
    public bool InDeletedFolder { get; init; }
}
