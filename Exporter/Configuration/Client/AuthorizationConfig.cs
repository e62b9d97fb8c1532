namespace Exporter.Configuration.Client;

/// <summary>Section <c>authorization</c>: <c>Authorization: {Type} {credentials}</c>.</summary>
internal sealed record AuthorizationConfig
{
    /// <summary>Scheme; default <c>Bearer</c>.</summary>
    public string Type { get; init; } = "Bearer";

    /// <summary>Where the credentials stand.</summary>
    public required SecretReference Credentials { get; init; }
}
