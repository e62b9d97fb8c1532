using Exporter.Configuration;

namespace Exporter.Probes.Transport;

/// <summary>The header <c>Authorization</c>, read anew for each probe so that a rotated file needs no reload.</summary>
internal static class Credentials
{
    /// <summary>Reads them and tells the run what to mask.</summary>
    /// <param name="header">The header's value; null where none is configured.</param>
    /// <param name="failure">The failed result; null where all is well. It names the source, never the content.</param>
    public static bool TryResolve(AuthorizationConfig? authorization, ProbeRun run, out string? header, out ProbeResult? failure)
    {
        header = null;
        failure = null;
        if (authorization is null)
        {
            return true;
        }

        try
        {
            var secret = authorization.Credentials.Resolve();
            run.Secret = secret;
            if (secret.All(c => c is >= ' ' and <= '~'))
            {
                header = $"{authorization.Type} {secret}";
                return true;
            }

            failure = run.Fail(ProbeErrorType.Other, $"the credentials in {SourceOf(authorization)} hold characters that a header cannot carry");
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            failure = run.Fail(ProbeErrorType.Other, $"no credentials: {missing.Message}");
        }

        return false;
    }

    private static string SourceOf(AuthorizationConfig authorization) =>
        authorization.Credentials.File ?? $"the environment variable {authorization.Credentials.Environment}";
}
