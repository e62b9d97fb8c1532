using Exporter.Configuration.Client;
using Exporter.Configuration.Scalars;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Readers.Client;

/// <summary>Reads <c>basic_auth</c> of a probe: where the password stands, never the password.</summary>
internal static class BasicAuthClientReader
{
    public static readonly SectionKeys Keys = new("targets[].probes[].basic_auth", "username", "password_file", "password_env")
    {
        Refused = new Dictionary<string, string>
        {
            ["password"] = "a secret does not belong into this file; put it into a file of its own and name that in password_file, or a variable in password_env",
        },
    };

    public static BasicAuthConfig? Read(Section? basic) => basic is null ? null : new BasicAuthConfig
    {
        Username = basic.ReadRequired("username", Username, ""),
        Password = SecretReader.Read(basic, "password_file", "password_env", Keys.Refused.Keys),
    };

    private static Parsed<string> Username(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return Parsed<string>.Bad("must not hold a colon, which ends the user's name in the header; the password goes into password_file");
        }

        return text.Any(char.IsControl) ? Parsed<string>.Bad($"{Shown.Quoted(text)} holds a control character") : Texts.NotEmpty(text);
    }
}
