using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers;

/// <summary>Reads <c>authorization</c>: where the secret stands, never the secret.</summary>
internal static class AuthorizationReader
{
    private const string NoSecretHere = "a secret does not belong into this file; put it into a file of its own and name that in credentials_file, or a variable in credentials_env";

    public static readonly SectionKeys Keys = new("targets[].probes[].authorization", "type", "credentials_file", "credentials_env")
    {
        Refused = new Dictionary<string, string>
        {
            ["credentials"] = NoSecretHere,
            ["token"] = NoSecretHere,
            ["password"] = NoSecretHere,
            ["bearer_token"] = NoSecretHere,
        },
    };

    public static AuthorizationConfig? Read(Section? authorization)
    {
        if (authorization is null)
        {
            return null;
        }

        return new AuthorizationConfig
        {
            Type = authorization.Read("type", Texts.Token, "Bearer"),
            Credentials = SecretReader.Read(authorization, "credentials_file", "credentials_env", Keys.Refused.Keys),
        };
    }
}
