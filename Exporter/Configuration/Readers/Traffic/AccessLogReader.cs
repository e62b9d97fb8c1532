using Exporter.Configuration.Scalars;
using Exporter.Configuration.Traffic;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Readers.Traffic;

/// <summary>Reads <c>logs</c> of a target.</summary>
internal static class AccessLogReader
{
    public static readonly SectionKeys Keys = new("targets[].logs[]", "path", "journal", "format", "pattern", "json", "duration_unit", "routes")
    {
        Refused = new Dictionary<string, string> { ["unit"] = "write journal: UNIT", ["file"] = "write path" },
    };

    public static readonly SectionKeys JsonKeys = new(
        "targets[].logs[].json", "request", "method", "path", "status", "duration", "duration_ms", "duration_us", "user_agent", "client");

    /// <summary>Each takes up to eight methods and many statuses; label values must stay few.</summary>
    private const int MostRoutes = 32;

    private static readonly string[] Groups = ["request", "method", "path", "status", "duration", "duration_ms", "duration_us", "user_agent", "client"];

    private static readonly Choices<AccessLogFormat> Formats = new(
        ("werkzeug", AccessLogFormat.Werkzeug),
        ("uvicorn", AccessLogFormat.Uvicorn),
        ("vllm", AccessLogFormat.Vllm),
        ("gunicorn", AccessLogFormat.Gunicorn),
        ("nginx", AccessLogFormat.Nginx),
        ("json", AccessLogFormat.Json),
        ("regex", AccessLogFormat.Regex));

    private static readonly Choices<DurationUnit> Units = new(("s", DurationUnit.Seconds), ("ms", DurationUnit.Milliseconds), ("us", DurationUnit.Microseconds));

    public static ValueList<AccessLogConfig> ReadAll(Section target)
    {
        var sources = new UniqueNames();
        var routes = new HashSet<string>(StringComparer.Ordinal);
        var logs = new List<AccessLogConfig>();
        foreach (var log in target.Children("logs", Keys))
        {
            logs.Add(Read(log, sources));
            routes.UnionWith(logs[^1].Routes);
        }

        if (routes.Count > MostRoutes)
        {
            target.Fail("logs", $"names {routes.Count} routes; at most {MostRoutes} a target, each of them multiplies the series");
        }

        return new ValueList<AccessLogConfig>(logs);
    }

    private static AccessLogConfig Read(Section log, UniqueNames sources)
    {
        var path = log.ReadOptional("path", PathOrGlob);
        var journal = log.ReadOptional("journal", UnitName);
        if (log.Has("path") == log.Has("journal"))
        {
            log.Fail("journal", log.Has("path") ? "give either path or journal, not both" : "missing; give path (a file) or journal (a systemd unit)");
        }
        else if ((path ?? journal) is { } source && sources.Problem(source, log.PlaceOf(path is null ? "journal" : "path")) is { } problem)
        {
            log.Fail(path is null ? "journal" : "path", problem);
        }

        var format = log.TryRead("format", Formats.Parse, Presence.Required, out var known) ? known : (AccessLogFormat?)null;
        return new AccessLogConfig
        {
            Path = path is null ? null : log.Reading.Resolve(path),
            Journal = journal,
            Format = format ?? default,
            Pattern = ReadPattern(log, format),
            Json = ReadJson(log, format),
            DurationUnit = ReadUnit(log, format),
            Routes = ReadRoutes(log),
        };
    }

    private static string? ReadPattern(Section log, AccessLogFormat? format)
    {
        if (format is not (AccessLogFormat.Regex or null))
        {
            RefuseElsewhere(log, "pattern", "regex");
        }

        if (format is not AccessLogFormat.Regex)
        {
            return log.ReadOptional("pattern", RegexTexts.Parse);
        }

        return log.TryRead("pattern", PatternWithGroups, Presence.Required, out var pattern) ? pattern : null;
    }

    private static AccessLogJsonConfig? ReadJson(Section log, AccessLogFormat? format)
    {
        if (format is not (AccessLogFormat.Json or null))
        {
            RefuseElsewhere(log, "json", "json");
        }

        var json = log.Child("json", JsonKeys);
        var defaults = new AccessLogJsonConfig();
        return json is null ? format is AccessLogFormat.Json ? defaults : null : new AccessLogJsonConfig
        {
            Request = Names(json, "request", defaults.Request),
            Method = Names(json, "method", defaults.Method),
            Path = Names(json, "path", defaults.Path),
            Status = Names(json, "status", defaults.Status),
            Duration = Names(json, "duration", defaults.Duration),
            DurationMs = Names(json, "duration_ms", defaults.DurationMs),
            DurationUs = Names(json, "duration_us", defaults.DurationUs),
            UserAgent = Names(json, "user_agent", defaults.UserAgent),
            Client = Names(json, "client", defaults.Client),
        };
    }

    private static DurationUnit? ReadUnit(Section log, AccessLogFormat? format)
    {
        if (format is not (AccessLogFormat.Nginx or AccessLogFormat.Gunicorn or null))
        {
            RefuseElsewhere(log, "duration_unit", "nginx or gunicorn");
        }

        return log.ReadOptionalValue("duration_unit", Units.Parse);
    }

    private static ValueList<string> ReadRoutes(Section log)
    {
        var unique = new UniqueNames();
        var found = log.Items("routes", RouteTemplates.Parse);
        foreach (var (node, route) in found)
        {
            if (unique.Problem(route, node.Place) is { } problem)
            {
                log.Reading.Errors.Add(node, problem);
            }
        }

        return new ValueList<string>(found.Select(static item => item.Value));
    }

    private static void RefuseElsewhere(Section log, string key, string format)
    {
        if (log.Has(key))
        {
            log.Fail(key, $"has an effect only with format: {format}; remove it");
        }
    }

    private static ValueList<string> Names(Section json, string key, ValueList<string> fallback) =>
        json.Has(key) ? json.ReadList(key, KeyOrPointer) : fallback;

    private static Parsed<string> KeyOrPointer(string text) => text.StartsWith('/') ? Texts.JsonPointer(text) : Texts.NotEmpty(text);

    private static Parsed<string> PathOrGlob(string text)
    {
        var parsed = Texts.FilePath(text);
        return parsed.Problem is null && text.EndsWith('/') ? Parsed<string>.Bad($"{Shown.Quoted(text)} is a directory; name its files, such as {text}*.log") : parsed;
    }

    /// <summary>It becomes an argument of journalctl: never one that begins with a dash.</summary>
    private static Parsed<string> UnitName(string text) =>
        text.Length is > 0 and <= 255 && text[0] != '-' && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is ':' or '_' or '.' or '@' or '\\' or '-')
            ? Parsed<string>.Good(text)
            : Parsed<string>.Bad($"{Shown.Quoted(text)} is not the name of a systemd unit such as vllm.service");

    private static Parsed<string> PatternWithGroups(string text)
    {
        var parsed = RegexTexts.Parse(text);
        if (!parsed.TryGet(out var pattern))
        {
            return parsed;
        }

        var names = Patterns.Compile(pattern).GetGroupNames().Where(static name => !char.IsAsciiDigit(name[0])).ToList();
        if (names.Find(static name => !Groups.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            var hint = DidYouMean.Find(unknown, Groups) is { } near ? $" (did you mean '{near}'?)" : "";
            return Parsed<string>.Bad($"names a group {Shown.Quoted(unknown)}{hint}; known: {string.Join(", ", Groups)}");
        }

        return names.Contains("status", StringComparer.Ordinal)
            ? parsed
            : Parsed<string>.Bad("needs a group named status: (?<status>[0-9]{3})");
    }
}
