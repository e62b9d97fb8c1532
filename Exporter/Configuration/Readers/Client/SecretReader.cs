using Exporter.Configuration.Client;
using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers.Client;

/// <summary>Reads where a secret stands: in a file or in an environment variable, exactly one of the two.</summary>
internal static class SecretReader
{
    /// <param name="fileKey">Key that names the file.</param>
    /// <param name="environmentKey">Key that names the variable.</param>
    /// <param name="refused">Keys that were tried for the secret itself; one of them there is a mistake already.</param>
    public static SecretReference Read(Section section, string fileKey, string environmentKey, IEnumerable<string> refused)
    {
        var (hasFile, hasEnvironment) = (section.Has(fileKey), section.Has(environmentKey));
        if (hasFile && hasEnvironment)
        {
            section.Fail(environmentKey, $"give either {fileKey} or {environmentKey}, not both");
        }
        else if (!hasFile && !hasEnvironment && !refused.Any(section.Has))
        {
            section.Fail($"needs {fileKey} or {environmentKey}");
        }

        return new SecretReference
        {
            File = ReferencedFile.Read(section, fileKey),
            Environment = Variable(section, environmentKey),
        };
    }

    private static string? Variable(Section section, string key)
    {
        var name = section.ReadOptional(key, Texts.EnvironmentVariable);
        if (name is not null && string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(name)))
        {
            section.Fail(key, "no such environment variable, or it is empty");
        }

        return name;
    }
}
