using System.Text.RegularExpressions;
using Exporter.Probes;

namespace Exporter.Commands;

/// <summary>
/// What a report of a probe must not show: its credentials, and what stands in headers, queries and JSON under a name that
/// says that it is secret. A server likes to repeat what it refuses, so each is masked wherever it stands.
/// </summary>
internal sealed partial class ReportSecrets
{
    private const string Mask = "***";

    /// <summary>A shorter value could be a part of anything.</summary>
    private const int ShortestEverywhere = 6;

    private static readonly string[] ExactNames = ["key", "auth", "authorization", "proxy-authorization", "pwd", "sig"];

    private static readonly string[] NameParts =
    [
        "api-key", "api_key", "apikey", "access-key", "access_key", "subscription-key", "token", "secret", "passw", "credential", "session", "cookie", "signature",
    ];

    private readonly List<string> values = [];

    /// <param name="exchanges">As they went over the wire.</param>
    /// <param name="credentials">Of the probe; null means none.</param>
    public ReportSecrets(IEnumerable<TranscriptEntry> exchanges, string? credentials)
    {
        if (!string.IsNullOrEmpty(credentials))
        {
            values.Add(credentials);
        }

        foreach (var request in exchanges.Where(static entry => !entry.IsAnswer))
        {
            Collect(request.Headers.Where(static header => IsSecret(header.Key)).Select(static header => header.Value));
            Collect(QueryPart().Matches(request.Line).Where(static part => IsSecret(part.Groups["name"].Value)).Select(static part => part.Groups["value"].Value));
        }
    }

    public TranscriptEntry Masked(TranscriptEntry entry) => entry with
    {
        Line = Masked(entry.Line),
        Headers = [.. entry.Headers.Select(header => new KeyValuePair<string, string>(header.Key, Masked(header)))],
        Body = entry.Body is null ? null : Masked(entry.Body),
    };

    public string Masked(string text)
    {
        foreach (var value in values)
        {
            text = text.Replace(value, Mask, StringComparison.Ordinal);
        }

        text = UserInformation().Replace(text, $"//{Mask}@");
        text = QueryPart().Replace(text, static part => IsSecret(part.Groups["name"].Value) ? $"{part.Groups["name"].Value}={Mask}" : part.Value);
        return JsonText().Replace(text, static part => IsSecret(part.Groups["name"].Value) ? $"\"{part.Groups["name"].Value}\"{part.Groups["colon"].Value}\"{Mask}\"" : part.Value);
    }

    /// <summary>Of credentials the scheme is shown: basic authentication encodes the secret.</summary>
    private string Masked(KeyValuePair<string, string> header) => header.Key.EndsWith("Authorization", StringComparison.OrdinalIgnoreCase) && header.Value.Contains(' ', StringComparison.Ordinal)
        ? $"{header.Value.Split(' ')[0]} {Mask}"
        : IsSecret(header.Key) ? Mask : Masked(header.Value);

    private static bool IsSecret(string name) =>
        ExactNames.Contains(name, StringComparer.OrdinalIgnoreCase)
        // Counts and limits of tokens are no secrets.
        || !name.Contains("tokens", StringComparison.OrdinalIgnoreCase) && Array.Exists(NameParts, part => name.Contains(part, StringComparison.OrdinalIgnoreCase));

    private void Collect(IEnumerable<string> found)
    {
        foreach (var value in found.Where(static value => value.Length >= ShortestEverywhere))
        {
            values.Add(value);
            values.Add(Uri.UnescapeDataString(value));
        }
    }

    [GeneratedRegex(@"(?<=[?&])(?<name>[^=&#\s]+)=(?<value>[^&#\s]*)")]
    private static partial Regex QueryPart();

    [GeneratedRegex(@"//[^/@\s]+@")]
    private static partial Regex UserInformation();

    [GeneratedRegex("""
        "(?<name>[^"\\]+)"(?<colon>\s*:\s*)"(?:[^"\\]|\\.)*"
        """)]
    private static partial Regex JsonText();
}
