namespace Exporter.Configuration;

/// <summary>What reading a file gave: a value, or every mistake that was found.</summary>
/// <typeparam name="T">What the file describes.</typeparam>
/// <param name="Value">Null exactly where there are errors.</param>
/// <param name="Errors">In the order of the file.</param>
internal sealed record ConfigResult<T>(T? Value, IReadOnlyList<ConfigError> Errors)
    where T : class
{
    /// <summary>What is accepted but will not do what its writer expects; in the order of the file, worth a line in the log.</summary>
    public IReadOnlyList<ConfigError> Warnings { get; init; } = [];

    /// <summary>Absolute paths of the files that it names, there or not, each once: with another content of theirs the same text may mean something else.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];
}
