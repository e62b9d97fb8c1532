using System.Globalization;
using System.Text.RegularExpressions;
using Exporter.Configuration.Web;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Readers.Web;

/// <summary>Reads <c>basic_auth_users</c>. What stands as a hash is never shown: it may be a password.</summary>
internal static partial class BasicAuthReader
{
    private const int LeastCost = 4;

    /// <summary>Each step doubles the time of a login; 16 takes seconds.</summary>
    private const int MostCost = 16;

    public static ValueList<BasicAuthUser> Read(Section root, string key)
    {
        var errors = root.Reading.Errors;
        var node = root.Find(key, Presence.Defaulted);
        if (node is not YamlMap map)
        {
            if (node is not null)
            {
                errors.Add(node, $"must be a map (user: bcrypt hash), but is {node.Kind}");
            }

            return ValueList<BasicAuthUser>.Empty;
        }

        var users = new List<BasicAuthUser>();
        foreach (var entry in map.Entries)
        {
            if (NameProblem(entry.Key) is { } wrongName)
            {
                errors.Add(entry.KeyPlace, map.PathOf(entry.Key), wrongName);
            }
            else if (HashProblem(entry.Value) is { } wrongHash)
            {
                errors.Add(entry.Value, wrongHash);
            }
            else if (entry.Value is YamlScalar hash)
            {
                users.Add(new BasicAuthUser(entry.Key, hash.Text));
            }
        }

        return new ValueList<BasicAuthUser>(users);
    }

    private static string? NameProblem(string name) =>
        name.Length == 0 ? "a user's name must not be empty"
        : name.Contains(':', StringComparison.Ordinal) || name.Any(char.IsControl) ? "a user's name must not hold a colon or control character"
        : null;

    private static string? HashProblem(YamlNode node)
    {
        if (node is not YamlScalar scalar)
        {
            return node is YamlRefused ? null : $"must be a bcrypt hash, but is {node.Kind}";
        }

        if (Bcrypt().Match(scalar.Text) is not { Success: true } hash)
        {
            return "must be a bcrypt hash, never a password; make one with: htpasswd -nBC 10 \"\" | tr -d ':\\n'";
        }

        var cost = int.Parse(hash.Groups["cost"].ValueSpan, CultureInfo.InvariantCulture);
        return cost is < LeastCost or > MostCost
            ? string.Create(CultureInfo.InvariantCulture, $"the cost {cost} of the hash is out of range ({LeastCost} to {MostCost}); 10 is usual")
            : null;
    }

    [GeneratedRegex(@"^\$2[aby]\$(?<cost>[0-9]{2})\$[./A-Za-z0-9]{53}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Bcrypt();
}
