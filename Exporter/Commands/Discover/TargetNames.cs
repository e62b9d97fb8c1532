using System.Globalization;
using Exporter.Configuration;
using Exporter.Traffic.Discovery;

namespace Exporter.Commands.Discover;

/// <summary>Names for targets that nobody has named yet: the model's where there is one, else the server's kind and port.</summary>
internal sealed class TargetNames
{
    private const int Longest = 50;

    /// <summary>Label value of what belongs to no target.</summary>
    private const string Reserved = "other";

    private readonly HashSet<string> taken = new(StringComparer.Ordinal) { Reserved };

    public string For(DiscoveredServer server)
    {
        var kind = string.Create(CultureInfo.InvariantCulture, $"{ServerKindNames.NameOf(server.Kind)}-{server.Port}");
        var name = server.Identity.Models is [var model, ..] ? Legal(model[(model.LastIndexOf('/') + 1)..]) : kind;
        if (name.Length > 0 && taken.Add(name))
        {
            return name;
        }

        taken.Add(kind);
        return kind;
    }

    private static string Legal(string model)
    {
        var legal = string.Concat(model.ToLowerInvariant().Select(static character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' ? character : '-')).Trim('-', '.', '_');
        return legal.Length > Longest ? legal[..Longest] : legal;
    }
}
