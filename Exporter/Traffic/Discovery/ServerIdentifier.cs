using System.Globalization;
using System.Net.Sockets;
using Exporter.Configuration;
using Exporter.Traffic.ServerMetrics;

namespace Exporter.Traffic.Discovery;

/// <summary>Asks one port until it knows who answers there.</summary>
internal sealed class ServerIdentifier(DiscoveryClient client)
{
    /// <returns>Null where nobody answers in HTTP.</returns>
    public async Task<DiscoveredServer?> IdentifyAsync(Candidate candidate, CancellationToken cancellationToken)
    {
        var (url, first) = await ReachAsync(candidate, cancellationToken).ConfigureAwait(false);
        if (first is null)
        {
            return null;
        }

        var found = new DiscoveredServer
        {
            Url = url,
            Identity = Fingerprints.ByHeader(first) with { IsTentative = true },
            Pid = candidate.Process?.Pid,
            Process = candidate.Process?.Name,
        };
        foreach (var fingerprint in Fingerprints.All)
        {
            var answer = fingerprint.Path == "/" ? first : await client.GetAsync(url, fingerprint.Path, cancellationToken).ConfigureAwait(false);
            if (answer is null)
            {
                continue;
            }

            found = Judge(found, fingerprint, answer);
            if (!found.Identity.IsTentative)
            {
                break;
            }
        }

        found = await WithDetailsAsync(found, cancellationToken).ConfigureAwait(false);
        return await WithMetricsAsync(found, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>In the clear first; a server that wants TLS refuses that in words or by closing.</summary>
    private async Task<(Uri Url, DiscoveryAnswer? Answer)> ReachAsync(Candidate candidate, CancellationToken cancellationToken)
    {
        var host = candidate.Address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{candidate.Address}]" : candidate.Address.ToString();
        var plain = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://{host}:{candidate.Port}/"));
        var answer = await client.GetAsync(plain, "/", cancellationToken).ConfigureAwait(false);
        if (answer is not null && !(answer.Status == 400 && answer.Body.Contains("HTTPS", StringComparison.OrdinalIgnoreCase)))
        {
            return (plain, answer);
        }

        var secure = new Uri(string.Create(CultureInfo.InvariantCulture, $"https://{host}:{candidate.Port}/"));
        return await client.GetAsync(secure, "/", cancellationToken).ConfigureAwait(false) is { } behindTls ? (secure, behindTls) : (plain, answer);
    }

    private static DiscoveredServer Judge(DiscoveredServer found, Fingerprint fingerprint, DiscoveryAnswer answer)
    {
        if (fingerprint.Path == "/v1/models" && answer.Status is 401 or 403)
        {
            found = found with { NeedsCredentials = true };
        }

        if (fingerprint.Judge(answer) is not { } identity)
        {
            return found;
        }

        // A list of models says more than what an application framework has of itself.
        var isWorse = found.Kind == ServerKind.OpenAi && identity.Kind is ServerKind.FastApi or ServerKind.Other;
        return isWorse ? found : found with { Identity = identity.Models.Count > 0 ? identity : identity with { Models = found.Identity.Models } };
    }

    /// <summary>Version and models, where another question tells them.</summary>
    private async Task<DiscoveredServer> WithDetailsAsync(DiscoveredServer found, CancellationToken cancellationToken)
    {
        var identity = found.Identity with { IsTentative = false };
        foreach (var (path, read) in ServerDetails.Of(identity))
        {
            if (await client.GetAsync(found.Url, path, cancellationToken).ConfigureAwait(false) is { IsGood: true } answer)
            {
                identity = read(identity, answer);
            }
        }

        return found with { Identity = identity };
    }

    private async Task<DiscoveredServer> WithMetricsAsync(DiscoveredServer found, CancellationToken cancellationToken)
    {
        if (found.Kind != ServerKind.OpenAi && ServerAliases.All.All(row => row.Server != found.Kind))
        {
            return found;
        }

        var answer = await client.GetAsync(found.Url, "/metrics", cancellationToken).ConfigureAwait(false);
        if (answer is null)
        {
            return found;
        }

        var lines = "\n" + answer.Body;
        List<string> prefixes = [.. ServerAliases.Prefixes.Select(static row => row.Prefix).Where(prefix => answer.IsGood && lines.Contains("\n" + prefix, StringComparison.Ordinal))];
        return found with { HasMetrics = prefixes.Count > 0, MetricPrefixes = prefixes };
    }
}
