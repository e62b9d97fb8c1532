namespace Exporter.Probes.Transport;

/// <summary>Where an answer sends us, and what of the request goes there.</summary>
internal static class Redirect
{
    /// <summary>Longest chain that is followed.</summary>
    public const int Most = 10;

    /// <summary>What another server may be told: nothing that says who we are to the first one.</summary>
    private static readonly string[] Harmless = ["User-Agent", "Accept", "traceparent"];

    /// <summary>The address; null where the answer is no redirect, or sends us where HTTP does not lead.</summary>
    public static Uri? AddressOf(HttpResponseMessage answer, Uri from)
    {
        if ((int)answer.StatusCode is not (301 or 302 or 303 or 307 or 308) || answer.Headers.Location is not { } location)
        {
            return null;
        }

        // A relative one can still be nothing that has an address, such as //
        return Uri.TryCreate(from, location, out var to) && (to.Scheme == Uri.UriSchemeHttp || to.Scheme == Uri.UriSchemeHttps) ? to : null;
    }

    /// <summary>Whether both are the same server in the same way: scheme, host and port.</summary>
    public static bool IsSameOrigin(Uri one, Uri other) => Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>Turns a request as it was first made into the one that goes to <paramref name="to"/>.</summary>
    /// <param name="statusCodes">Of the redirects so far, in order.</param>
    public static void Apply(HttpRequestMessage request, Uri to, IEnumerable<int> statusCodes)
    {
        if (!IsSameOrigin(request.RequestUri!, to))
        {
            foreach (var name in request.Headers.Select(header => header.Key).Except(Harmless, StringComparer.OrdinalIgnoreCase).ToArray())
            {
                request.Headers.Remove(name);
            }
        }

        // As browsers do: only 307 and 308 say that the same is to be asked again.
        if (statusCodes.Any(status => status is not (307 or 308)) && request.Method != HttpMethod.Head)
        {
            request.Method = HttpMethod.Get;
            request.Content?.Dispose();
            request.Content = null;
        }

        request.RequestUri = to;
    }
}
