using Exporter.Configuration.Client;
using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers.Client;

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

    /// <summary>What stands here may be the whole of the credentials by mistake, so it is not shown.</summary>
    private static readonly Func<string, Parsed<string>> Scheme = static text =>
        Texts.IsToken(text) ? Parsed<string>.Good(text) : Parsed<string>.Bad("must be one word such as Bearer; the credentials themselves go into credentials_file");

    public static AuthorizationConfig? Read(Section? authorization)
    {
        if (authorization is null)
        {
            return null;
        }

        return new AuthorizationConfig
        {
            Type = authorization.Read("type", Scheme, "Bearer"),
            Credentials = SecretReader.Read(authorization, "credentials_file", "credentials_env", Keys.Refused.Keys),
        };
    }
}
