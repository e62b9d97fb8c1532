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

        var type = authorization.Read("type", Texts.Token, "Bearer");
        var (hasFile, hasEnvironment) = (authorization.Has("credentials_file"), authorization.Has("credentials_env"));
        if (hasFile && hasEnvironment)
        {
            authorization.Fail("credentials_env", "give either credentials_file or credentials_env, not both");
        }
        else if (!hasFile && !hasEnvironment && !Keys.Refused.Keys.Any(authorization.Has))
        {
            authorization.Fail("needs credentials_file or credentials_env");
        }

        return new AuthorizationConfig
        {
            Type = type,
            Credentials = new SecretReference
            {
                File = ReferencedFile.Read(authorization, "credentials_file"),
                Environment = Variable(authorization),
            },
        };
    }

    private static string? Variable(Section authorization)
    {
        var name = authorization.ReadOptional("credentials_env", Texts.EnvironmentVariable);
        if (name is not null && string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(name)))
        {
            authorization.Fail("credentials_env", "no such environment variable, or it is empty");
        }

        return name;
    }
}
