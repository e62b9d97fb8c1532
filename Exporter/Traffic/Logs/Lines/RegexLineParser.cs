using System.Text;
using System.Text.RegularExpressions;
using Exporter.Configuration;

namespace Exporter.Traffic.Logs.Lines;

/// <summary>A format of the operator's own, by the named groups of a regular expression.</summary>
internal sealed class RegexLineParser(string pattern) : IAccessLineParser
{
    private readonly Regex regex = Patterns.Compile(pattern);

    public bool TryParse(ReadOnlySpan<byte> line, out AccessLine access)
    {
        access = default;
        Match match;
        try
        {
            match = regex.Match(Encoding.UTF8.GetString(line));
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }

        if (!match.Success || Group(match, "status") is not { Length: 3 } status || !LineFields.TryStatus(Encoding.UTF8.GetBytes(status), out access.Status))
        {
            return false;
        }

        if (Group(match, "request") is { } request)
        {
            RequestLine.Read(Encoding.UTF8.GetBytes(request), ref access);
        }

        access.Method = Group(match, "method") is { } method ? Encoding.UTF8.GetBytes(method) : access.Method;
        access.Path = Group(match, "path") is { } path ? Encoding.UTF8.GetBytes(path) : access.Path;
        access.DurationSeconds = LineValues.Duration(Group(match, "duration"), Group(match, "duration_ms"), Group(match, "duration_us"));
        access.HasUserAgent = Group(match, "user_agent") is not null;
        access.UserAgent = Group(match, "user_agent") is { } agent ? Encoding.UTF8.GetBytes(agent) : [];
        access.ClientPort = Group(match, "client") is { } client ? LineFields.PortOf(Encoding.UTF8.GetBytes(client)) : 0;
        return true;
    }

    private static string? Group(Match match, string name) => match.Groups[name] is { Success: true } group ? group.Value : null;
}
