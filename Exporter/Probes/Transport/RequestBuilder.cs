using System.Diagnostics;
using System.Net.Http.Headers;
using Exporter.Configuration;
using Exporter.Configuration.Client;
using Exporter.Configuration.Probes;

namespace Exporter.Probes.Transport;

/// <summary>What every HTTP request of a probe carries: the configured headers, who asks, credentials and the trace of the probe.</summary>
internal sealed class RequestBuilder(TargetConfig target, ProbeConfig probe, string path)
{
    /// <summary>The address asked; the target's own path stands before the probe's.</summary>
    public Uri Address { get; } = Join(target.Url, path);

    /// <param name="body">The body, ready to be sent; null means none.</param>
    /// <param name="contentType">Media type of the body.</param>
    /// <param name="credentials">Header <c>Authorization</c>; null means none.</param>
    public HttpRequestMessage Build(HttpMethod method, byte[]? body, string contentType, string? credentials)
    {
        var request = new HttpRequestMessage(method, Address);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        foreach (var header in probe.Headers)
        {
            Add(request, header);
        }

        AddUnlessGiven(request.Headers, "User-Agent", UserAgent.Value);
        AddUnlessGiven(request.Headers, "Accept", "*/*");
        if (credentials is not null)
        {
            AddUnlessGiven(request.Headers, "Authorization", credentials);
        }

        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } traceParent })
        {
            AddUnlessGiven(request.Headers, "traceparent", traceParent);
        }

        return request;
    }

    /// <summary>Joins a base address and a path with query as text: a base that has a path keeps it.</summary>
    internal static Uri Join(Uri baseAddress, string path)
    {
        var prefix = baseAddress.GetLeftPart(UriPartial.Path).TrimEnd('/');
        return new Uri(path.StartsWith('/') ? prefix + path : $"{prefix}/{path}");
    }

    private static void Add(HttpRequestMessage request, HeaderConfig header)
    {
        if (request.Headers.TryAddWithoutValidation(header.Name, header.Value) || request.Content is null)
        {
            return;
        }

        // A content header, such as Content-Type, replaces the one the protocol set.
        request.Content.Headers.Remove(header.Name);
        request.Content.Headers.TryAddWithoutValidation(header.Name, header.Value);
    }

    private static void AddUnlessGiven(HttpRequestHeaders headers, string name, string value)
    {
        if (!headers.Contains(name))
        {
            headers.TryAddWithoutValidation(name, value);
        }
    }
}
