using Exporter.Configuration.Client;
using Exporter.Configuration.Probes;
using Exporter.Configuration.Readers.Client;
using Exporter.Configuration.Scalars;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads one entry of <c>probes</c>: what every probe has, and through its type what the protocol adds.</summary>
internal static class ProbeReader
{
    public static readonly SectionKeys CommonKeys = new SectionKeys(
        "targets[].probes[]", "name", "type", "interval", "timeout", "connection", "headers", "authorization", "body_size_limit", "token_budget_per_hour", "skip_when_busy", "quality") { Refused = BlackboxKeys.Hints }.And(ClientReader.Keys);

    private static readonly ProbeType[] Types = Enum.GetValues<ProbeType>();
    private static readonly Choices<ProbeType> TypeNames = new([.. Types.Select(static type => (ProbeTypeNames.NameOf(type), type))]);
    private static readonly Choices<ConnectionMode> Connections = new(("new", ConnectionMode.New), ("reuse", ConnectionMode.Reuse));
    private static readonly Func<string, Parsed<TimeSpan>> Interval = Durations.Between(TimeSpan.FromSeconds(1), TimeSpan.FromHours(24));
    private static readonly Func<string, Parsed<TimeSpan>> Timeout = Durations.Between(TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(24));
    private static readonly Func<string, Parsed<long>> TokenBudget = text =>
        Numbers.WholeBetween(1, 1_000_000_000)(text) is var parsed && parsed.TryGet(out var tokens) ? Parsed<long>.Good(tokens) : Parsed<long>.Bad(parsed.Problem!);

    private static readonly Func<string, Parsed<long>> BodySize = Sizes.Between(1024, 64L * 1024 * 1024);

    /// <summary>The keys of a probe of this type.</summary>
    public static SectionKeys KeysOf(ProbeType type) => CommonKeys.And(ProbeReaders.Of(type).Keys);

    public static ReadProbe Read(YamlMap map, UniqueNames names, Reading reading)
    {
        var probe = Open(map, reading, out var type);
        var name = Name(probe, type, names);
        var draft = type is { } known ? ProbeReaders.Of(known).Read(probe, name ?? "") : new HttpProbeConfig { Name = "" };
        var config = ReadCommon(probe, draft);
        if (type is { } read && config.TokenBudgetPerHour is not null && !ProbeTypeTokens.AreCounted(read))
        {
            probe.Fail("token_budget_per_hour", $"has no effect on a probe of type {ProbeTypeNames.NameOf(read)}, which counts no tokens; remove it");
        }

        RefuseSlowTimeout(probe, config);
        return new ReadProbe(name, type is null ? null : config);
    }

    /// <summary>Which keys are known depends on the type; without a known type any protocol's key is.</summary>
    private static Section Open(YamlMap map, Reading reading, out ProbeType? type)
    {
        type = map.TryGet("type", out var entry) && entry.Value is YamlScalar scalar && TypeNames.Parse(scalar.Text).TryGet(out var known) ? known : null;
        var keys = type is { } one
            ? KeysOf(one).WithHints(Types.Where(other => other != one).Select(static other => (ProbeTypeNames.NameOf(other), ProbeReaders.Of(other).Keys)))
            : Types.Aggregate(CommonKeys, static (all, other) => all.And(ProbeReaders.Of(other).Keys));
        var probe = new Section(map, keys, reading);
        if (!map.TryGet("type", out _))
        {
            probe.Fail("type", $"missing; one of {string.Join(", ", TypeNames.Words)}");
        }
        else
        {
            probe.TryRead("type", TypeNames.Parse, Presence.Required, out _);
        }

        return probe;
    }

    private static string? Name(Section probe, ProbeType? type, UniqueNames names)
    {
        var fallback = type is { } known ? ProbeTypeNames.NameOf(known) : null;
        var name = probe.TryRead("name", Texts.Name, Presence.Defaulted, out var given) ? given : probe.Has("name") ? null : fallback;
        if (name is not null && names.Problem(name, probe.PlaceOf("name")) is { } problem)
        {
            probe.Fail("name", probe.Has("name") ? problem : $"{problem}; give this probe a name of its own");
        }

        return name;
    }

    private static ProbeConfig ReadCommon(Section probe, ProbeConfig draft) => draft with
    {
        Interval = probe.Read("interval", Interval, draft.Interval),
        Timeout = probe.Read("timeout", Timeout, draft.Timeout),
        Connection = probe.Read("connection", Connections.Parse, draft.Connection),
        Headers = HeadersReader.Read(probe, "headers"),
        Authorization = AuthorizationReader.Read(probe.Child("authorization", AuthorizationReader.Keys)),
        BodySizeLimitBytes = probe.Read("body_size_limit", BodySize, draft.BodySizeLimitBytes),
        TokenBudgetPerHour = probe.ReadOptionalValue("token_budget_per_hour", TokenBudget),
        SkipWhenBusy = probe.Read("skip_when_busy", Booleans.Parse, draft.SkipWhenBusy),
        Client = ClientReader.Read(probe),
        Quality = QualityReader.Read(probe, draft),
    };

    private static void RefuseSlowTimeout(Section probe, ProbeConfig config)
    {
        if (config.Timeout < config.Interval)
        {
            return;
        }

        var (timeout, interval) = (Durations.Format(config.Timeout), Durations.Format(config.Interval));
        if (probe.Has("timeout"))
        {
            probe.Fail("timeout", probe.Has("interval")
                ? $"{timeout} must be shorter than the interval {interval}"
                : $"{timeout} must be shorter than the interval {interval} (the default)");
        }
        else
        {
            probe.Fail("interval", $"{interval} must be longer than the timeout {timeout} (the default); set timeout too");
        }
    }
}
