using System.Buffers;
using Exporter.Configuration.Readers.Client;
using Exporter.Configuration.Scalars;
using Exporter.Configuration.Traffic;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Readers.Traffic;

/// <summary>Reads <c>relay</c> and <c>server</c> of a target.</summary>
internal static class RelayReader
{
    public static readonly SectionKeys Keys = new(
        "targets[].relay", "path", "port", "interval", "timeout", "allow", "max_series", "max_bytes", "authorization", "basic_auth", "tls");

    public static readonly SectionKeys AuthorizationKeys = AuthorizationReader.Keys.At("targets[].relay.authorization");

    public static readonly SectionKeys BasicAuthKeys = BasicAuthClientReader.Keys.At("targets[].relay.basic_auth");

    public static readonly SectionKeys TlsKeys = TlsClientReader.Keys.At("targets[].relay.tls");

    private const int LongestPattern = 256;
    private const int MaxPatterns = 256;

    private static readonly SearchValues<char> PatternCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_:*?");
    private static readonly Func<string, Parsed<TimeSpan>> Interval = Durations.Between(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
    private static readonly Func<string, Parsed<TimeSpan>> Timeout = Durations.Between(TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1));
    private static readonly Func<string, Parsed<int>> MaxSeries = Numbers.WholeBetween(1, 100_000);
    private static readonly Func<string, Parsed<long>> MaxBytes = Sizes.Between(1 << 10, 64 << 20);
    private static readonly Choices<ServerKind> Servers = new([.. Enum.GetValues<ServerKind>().Select(static kind => (ServerKindNames.NameOf(kind), kind))]);

    /// <summary>The words that <c>server</c> may have.</summary>
    public static Parsed<ServerKind> Server(string text) => Servers.Parse(text);

    public static RelayConfig? Read(Section? relay)
    {
        if (relay is null)
        {
            return null;
        }

        var defaults = new RelayConfig();
        var config = new RelayConfig
        {
            Path = relay.Read("path", Texts.RequestPath, defaults.Path),
            Port = relay.ReadOptionalValue("port", Ports.Parse),
            Interval = relay.Read("interval", Interval, defaults.Interval),
            Timeout = relay.Read("timeout", Timeout, defaults.Timeout),
            Allow = relay.ReadList("allow", Pattern),
            MaxSeries = relay.Read("max_series", MaxSeries, defaults.MaxSeries),
            MaxBytes = relay.Read("max_bytes", MaxBytes, defaults.MaxBytes),
            Authorization = AuthorizationReader.Read(relay.Child("authorization", AuthorizationKeys)),
            BasicAuth = BasicAuthClientReader.Read(relay.Child("basic_auth", BasicAuthKeys)),
            Tls = TlsClientReader.Read(relay.Child("tls", TlsKeys)),
        };
        RefuseContradictions(relay, config);
        return config;
    }

    private static Parsed<string> Pattern(string text)
    {
        if (text.Length is 0 or > LongestPattern)
        {
            return Parsed<string>.Bad(text.Length == 0 ? "must not be empty" : $"is too long ({text.Length} characters; at most {LongestPattern})");
        }

        return text.AsSpan().IndexOfAnyExcept(PatternCharacters) is >= 0 and var wrong
            ? Parsed<string>.Bad($"{Shown.Quoted(text)} holds {Shown.Quoted(text[wrong].ToString())}; a pattern is a name of letters, digits, _ and :, with * for any characters and ? for one")
            : Parsed<string>.Good(text);
    }

    private static void RefuseContradictions(Section relay, RelayConfig config)
    {
        if (config.Timeout >= config.Interval)
        {
            var (timeout, interval) = (Durations.Format(config.Timeout), Durations.Format(config.Interval));
            if (relay.Has("timeout"))
            {
                relay.Fail("timeout", $"{timeout} must be shorter than the interval {interval}{(relay.Has("interval") ? "" : " (the default)")}");
            }
            else
            {
                relay.Fail("interval", $"{interval} must be longer than the timeout {timeout} (the default); set timeout too");
            }
        }

        if (relay.Has("authorization") && relay.Has("basic_auth"))
        {
            relay.Fail("basic_auth", "give either authorization or basic_auth; both make the same header");
        }

        if (config.Allow.Count > MaxPatterns)
        {
            relay.Fail("allow", $"has {config.Allow.Count} patterns; at most {MaxPatterns}");
        }
    }
}
