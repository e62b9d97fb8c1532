namespace Exporter.Probes.Transport;

/// <summary>One question to a model server, ready to be sent again and again. Made by <see cref="ModelClient"/>.</summary>
/// <param name="Address">Makes requests to its path.</param>
/// <param name="Body">JSON; null makes it a GET.</param>
/// <param name="Streams">Whether a stream of tokens is expected, so that a time-out before the first one has a name of its own.</param>
internal sealed record ModelRequest(RequestBuilder Address, byte[]? Body, bool Streams)
{
    public HttpRequestMessage Build(string? credentials) =>
        Address.Build(Body is null ? HttpMethod.Get : HttpMethod.Post, Body, "application/json", credentials);
}
