namespace Exporter.Configuration.Client;

/// <summary>Where a secret stands; exactly one of the two is set. The secret itself is never part of the configuration.</summary>
internal sealed record SecretReference
{
    /// <summary>Path of a file whose trimmed content is the secret.</summary>
    public string? File { get; init; }

    /// <summary>Name of an environment variable that holds the secret.</summary>
    public string? Environment { get; init; }

    /// <summary>Reads the secret now, so that a rotated file takes effect without a reload.</summary>
    /// <exception cref="IOException">The file cannot be read; the message names it and never its content.</exception>
    /// <exception cref="InvalidOperationException">The variable is not set, or the file is empty.</exception>
    public string Resolve()
    {
        if (File is not null)
        {
            var content = System.IO.File.ReadAllText(File).Trim();
            return content.Length > 0 ? content : throw new InvalidOperationException($"The secret file {File} is empty.");
        }

        return System.Environment.GetEnvironmentVariable(Environment!)
            ?? throw new InvalidOperationException($"The environment variable {Environment} is not set.");
    }
}
