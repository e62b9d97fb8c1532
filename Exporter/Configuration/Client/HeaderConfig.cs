namespace Exporter.Configuration.Client;

/// <summary>One request header; never a secret (those go to <see cref="AuthorizationConfig"/>).</summary>
internal sealed record HeaderConfig(string Name, string Value);
