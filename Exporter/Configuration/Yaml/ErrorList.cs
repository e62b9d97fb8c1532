namespace Exporter.Configuration.Yaml;

/// <summary>Collects the mistakes and warnings of one file.</summary>
/// <param name="file">The file as it was given.</param>
internal sealed class ErrorList(string file)
{
    /// <summary>A file of aliases must not become a report of megabytes.</summary>
    public const int Limit = 100;

    private readonly List<ConfigError> errors = [];
    private readonly List<ConfigError> warnings = [];
    private bool more;

    public bool Any => errors.Count > 0;

    public void Add(YamlNode node, string message) => Add(node.Place, node.Path, message);

    public void Add(Place place, string path, string message)
    {
        if (errors.Count < Limit)
        {
            errors.Add(new ConfigError(file, place.Line, place.Column, path, message));
        }
        else
        {
            more = true;
        }
    }

    /// <summary>A mistake of the file as a whole, such as that it is not there.</summary>
    public void AddWithoutPlace(string message) => errors.Add(new ConfigError(file, 0, 0, "", message));

    public void Warn(YamlNode node, string message) => warnings.Add(new ConfigError(file, node.Place.Line, node.Place.Column, node.Path, message));

    /// <summary>The outcome: the value where nothing was wrong, else the mistakes in the order of the file.</summary>
    public ConfigResult<T> Result<T>(T? value)
        where T : class
    {
        if (errors.Count == 0)
        {
            return new ConfigResult<T>(value, []) { Warnings = InOrder(warnings) };
        }

        var ordered = InOrder(errors);
        if (more)
        {
            var last = ordered[^1];
            ordered.Add(last with { Path = "", Message = $"there are more mistakes than these {Limit}; correct these first" });
        }

        return new ConfigResult<T>(null, ordered);
    }

    private static List<ConfigError> InOrder(List<ConfigError> found) =>
        [.. found.OrderBy(static error => error.Line).ThenBy(static error => error.Column)];
}
