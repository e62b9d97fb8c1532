using System.Text;
using Exporter.Configuration;
using Exporter.Traffic.Discovery;

namespace Exporter.Commands.Discover;

/// <summary>A difference, a line each: <c>+</c> runs and is not in the file, <c>-</c> is in the file and does not run, <c>~</c> is something else.</summary>
internal static class DifferenceText
{
    public static string Of(DiscoveryDifference difference, string path)
    {
        if (difference.IsNone)
        {
            return $"{path} fits what runs on this host.\n";
        }

        var text = new StringBuilder();
        foreach (var server in difference.Missing)
        {
            text.Append($"+ {ServerKindNames.NameOf(server.Kind)} at {server.Url.GetLeftPart(UriPartial.Authority)}{Models(server)}: runs, but is not in {path}\n");
        }

        foreach (var target in difference.Gone)
        {
            text.Append($"- target {target.Name} at {target.Url.GetLeftPart(UriPartial.Authority)}: in {path}, but nobody listens there\n");
        }

        foreach (var (target, _, change) in difference.Changed)
        {
            text.Append($"~ target {target.Name} at {target.Url.GetLeftPart(UriPartial.Authority)}: {change}\n");
        }

        return text.ToString();
    }

    private static string Models(DiscoveredServer server) => server.Identity.Models.Count == 0 ? "" : $" ({string.Join(", ", server.Identity.Models.Take(5))})";
}
