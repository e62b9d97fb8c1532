using Exporter.Configuration.Probes;
using Exporter.Configuration.Readers.Probes;
using Exporter.Configuration.Scalars;
using Exporter.Configuration.Slo;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Readers;

/// <summary>Reads <c>slo</c> of a target.</summary>
internal static class SloReader
{
    public static readonly SectionKeys Keys = new("targets[].slo", "preset", "probe", "availability", "error_rate", "latency", "time_to_first_token", "accuracy");
    public static readonly SectionKeys LatencyKeys = new("targets[].slo.latency[]", "within", "ratio");
    public static readonly SectionKeys FirstTokenKeys = new("targets[].slo.time_to_first_token[]", "within", "ratio");

    private static readonly Choices<SloPreset> Presets = new(("llm", SloPreset.Llm), ("reranker", SloPreset.Reranker), ("nlu", SloPreset.Nlu));
    private static readonly string[] Objectives = ["availability", "error_rate", "latency", "time_to_first_token", "accuracy"];
    private static readonly Func<string, Parsed<TimeSpan>> Within = Durations.Between(TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(10));

    public static SloConfig? Read(Section? slo, IReadOnlyList<ReadProbe> probes)
    {
        if (slo is null)
        {
            return null;
        }

        if (!slo.Has("preset") && !Objectives.Any(slo.Has))
        {
            slo.Fail($"states no objective; give a preset or at least one of {string.Join(", ", Objectives)}");
        }

        var probe = FindProbe(slo, probes);
        if (probe?.Config is { MeasuresFirstToken: false } config && slo.Has("time_to_first_token"))
        {
            slo.Fail("time_to_first_token", $"probe {Shown.Quoted(config.Name)} ({ProbeTypeNames.NameOf(config.Type)}) measures no first token; it takes a streaming chat");
        }

        if (slo.Has("accuracy") && probe?.Config is { } asked && !SloPresets.KnowsClasses(asked))
        {
            slo.Fail("accuracy", $"probe {Shown.Quoted(asked.Name)} asks no cases with a label (quality.cases); accuracy is counted from them");
        }

        var defaults = new SloConfig { Probe = probe?.Name ?? "" };
        if (slo.ReadOptionalValue("preset", Presets.Parse) is { } preset)
        {
            defaults = SloPresets.DefaultsOf(preset, probe?.Config);
            RefuseSlowPreset(slo, defaults, probe?.Config);
        }

        return defaults with
        {
            Availability = IsSaid(slo, "availability") ? slo.ReadOptionalValue("availability", Ratios.Exclusive) : defaults.Availability,
            ErrorRate = IsSaid(slo, "error_rate") ? slo.ReadOptionalValue("error_rate", Ratios.Exclusive) : defaults.ErrorRate,
            Latency = IsSaid(slo, "latency") ? ReadThresholds(slo, "latency", LatencyKeys, probe?.Config) : defaults.Latency,
            TimeToFirstToken = IsSaid(slo, "time_to_first_token") ? ReadThresholds(slo, "time_to_first_token", FirstTokenKeys, probe?.Config) : defaults.TimeToFirstToken,
            Accuracy = IsSaid(slo, "accuracy") ? slo.ReadOptionalValue("accuracy", Ratios.Exclusive) : defaults.Accuracy,
        };
    }

    /// <summary>Whether the file says anything under a key, be it that there is no such objective.</summary>
    private static bool IsSaid(Section slo, string key) => slo.FindRaw(key) is not null;

    /// <summary>A probe that gives up earlier than the preset's slowest threshold never shows how slow the server is.</summary>
    private static void RefuseSlowPreset(Section slo, SloConfig preset, ProbeConfig? probe)
    {
        if (probe is not null && !slo.Has("latency") && preset.Latency.Max(static o => o.Within) is var slowest && slowest > probe.Timeout)
        {
            slo.Fail("preset", $"its latency of {Durations.Format(slowest)} is longer than the timeout {Durations.Format(probe.Timeout)} of probe {Shown.Quoted(probe.Name)}; give a latency of your own or a longer timeout");
        }
    }

    private static ReadProbe? FindProbe(Section slo, IReadOnlyList<ReadProbe> probes)
    {
        var names = string.Join(", ", probes.Select(static probe => probe.Name).OfType<string>());
        if (slo.TryRead("probe", Texts.Name, Presence.Optional, out var wanted))
        {
            var found = probes.FirstOrDefault(probe => probe.Name == wanted);
            if (found is null && probes.All(static probe => probe.Name is not null))
            {
                slo.Fail("probe", probes.Count == 0 ? "the target has no probes" : $"the target has no probe {Shown.Quoted(wanted)}; it has {names}");
            }

            return found;
        }

        if (!slo.Has("probe") && probes.Count != 1)
        {
            slo.Fail("probe", probes.Count == 0 ? "objectives need a probe; the target has none" : $"missing; the target has several probes ({names}): say whose answers count");
        }

        return probes.Count == 1 ? probes[0] : null;
    }

    private static ValueList<LatencyObjective> ReadThresholds(Section slo, string key, SectionKeys keys, ProbeConfig? probe)
    {
        var unique = new UniqueNames();
        var objectives = new List<LatencyObjective>();
        foreach (var entry in slo.Children(key, keys))
        {
            if (entry.TryRead("within", Within, Presence.Required, out var within))
            {
                RefuseUseless(entry, within, unique, probe);
            }

            objectives.Add(new LatencyObjective(within, entry.ReadRequired("ratio", Ratios.Exclusive, 0.5)));
        }

        return new ValueList<LatencyObjective>(objectives);
    }

    private static void RefuseUseless(Section entry, TimeSpan within, UniqueNames unique, ProbeConfig? probe)
    {
        if (unique.Problem(Durations.Format(within), entry.PlaceOf("within")) is { } problem)
        {
            entry.Fail("within", problem);
        }
        else if (probe is not null && within > probe.Timeout)
        {
            entry.Fail("within", $"{Durations.Format(within)} is longer than the timeout {Durations.Format(probe.Timeout)} of probe {Shown.Quoted(probe.Name)}: no answer takes so long");
        }
    }
}
