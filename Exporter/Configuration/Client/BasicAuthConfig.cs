namespace Exporter.Configuration.Client;

/// <summary>Section <c>basic_auth</c> of a probe.</summary>
internal sealed record BasicAuthConfig
{
    /// <summary>Without a colon.</summary>
    public required string Username { get; init; }

    /// <summary>Where the password stands.</summary>
    public required SecretReference Password { get; init; }
}
