using System.Text;
using Exporter.Configuration.Client;
using Exporter.Configuration.Probes;

namespace Exporter.Probes.Transport;

/// <summary>The header <c>Authorization</c>, read anew for each probe so that a rotated file needs no reload.</summary>
internal static class Credentials
{
    /// <summary>Reads them and tells the run what to mask.</summary>
    /// <param name="header">The header's value; null where none is configured.</param>
    /// <param name="failure">The failed result; null where all is well. It names the source, never the content.</param>
    public static bool TryResolve(ProbeConfig config, ProbeRun run, out string? header, out ProbeResult? failure)
    {
        header = null;
        failure = null;
        if ((config.Authorization?.Credentials ?? config.Client.BasicAuth?.Password) is not { } place)
        {
            return true;
        }

        try
        {
            var secret = place.Resolve();
            run.Secret = secret;
            if (secret.All(config.Authorization is null ? c => !char.IsControl(c) : c => c is >= ' ' and <= '~'))
            {
                header = config.Authorization is { } authorization
                    ? $"{authorization.Type} {secret}"
                    : $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{config.Client.BasicAuth!.Username}:{secret}"))}";
                return true;
            }

            failure = run.Fail(ProbeErrorType.Other, $"the credentials in {SourceOf(place)} hold characters that a header cannot carry");
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            failure = run.Fail(ProbeErrorType.Other, $"no credentials: {missing.Message}");
        }

        return false;
    }

    private static string SourceOf(SecretReference place) => place.File ?? $"the environment variable {place.Environment}";
}
