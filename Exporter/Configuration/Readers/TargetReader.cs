using Exporter.Configuration.Probes;
using Exporter.Configuration.Readers.Probes;
using Exporter.Configuration.Readers.Traffic;
using Exporter.Configuration.Scalars;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Readers;

/// <summary>Reads <c>targets</c>.</summary>
internal static class TargetReader
{
    public static readonly SectionKeys Keys = new("targets[]", "name", "url", "model", "server", "probes", "relay", "maintenance", "sockets", "logs", "state", "slo");

    /// <summary>Label value of GPU memory that belongs to no target.</summary>
    private const string ReservedName = "other";

    private static readonly Uri Placeholder = new("http://localhost/");

    public static ValueList<TargetConfig> ReadAll(Section root)
    {
        var names = new UniqueNames();
        return new ValueList<TargetConfig>([.. root.Children("targets", Keys).Select(target => Read(target, names))]);
    }

    private static TargetConfig Read(Section target, UniqueNames names)
    {
        var name = target.ReadRequired("name", Name, "");
        if (name.Length > 0 && names.Problem(name, target.PlaceOf("name")) is { } problem)
        {
            target.Fail("name", problem);
        }

        var url = target.ReadRequired("url", Urls.Base, Placeholder);
        var probes = ReadProbes(target);
        RefuseRepeatedPath(target, url, probes);
        RefuseMissingModel(target, probes);
        return new TargetConfig
        {
            Name = name,
            Url = url,
            Model = target.ReadOptional("model", Texts.NotEmpty),
            Probes = new ValueList<ProbeConfig>(probes.Select(static probe => probe.Config).OfType<ProbeConfig>()),
            Server = target.ReadOptionalValue("server", RelayReader.Server),
            Relay = RelayReader.Read(target.Child("relay", RelayReader.Keys)),
            Maintenance = MaintenanceReader.ReadAll(target),
            Sockets = target.Read("sockets", Booleans.Parse, true),
            State = StateReader.Read(target.Child("state", StateReader.Keys)),
            Logs = AccessLogReader.ReadAll(target),
            Slo = SloReader.Read(target.Child("slo", SloReader.Keys), probes),
        };
    }

    private static Parsed<string> Name(string text) => text == ReservedName
        ? Parsed<string>.Bad($"'{ReservedName}' is the label of everything that belongs to no target; use another name")
        : Texts.Name(text);

    private static List<ReadProbe> ReadProbes(Section target)
    {
        var names = new UniqueNames();
        return [.. target.Maps("probes").Select(probe => ProbeReader.Read(probe, names, target.Reading))];
    }

    private static void RefuseMissingModel(Section target, List<ReadProbe> probes)
    {
        if (!target.Has("model") && probes.Find(static probe => probe.Config is { NeedsModel: true })?.Config is { } needing)
        {
            target.Fail("model", $"missing; probe {Shown.Quoted(needing.Name)} asks for the model by its name");
        }
    }

    /// <summary>The base URL of OpenAI clients ends with /v1; here it would be asked for twice.</summary>
    private static void RefuseRepeatedPath(Section target, Uri url, List<ReadProbe> probes)
    {
        var last = url.AbsolutePath.TrimEnd('/');
        last = last[(last.LastIndexOf('/') + 1)..];
        var repeating = probes.FirstOrDefault(probe => probe.Config is ModelProbeConfig model && last.Length > 0 && model.AskedPath.StartsWith($"/{last}/", StringComparison.Ordinal));
        if (repeating?.Config is ModelProbeConfig found)
        {
            target.Fail("url", $"ends with {Shown.Quoted("/" + last)}, and so begins the path {Shown.Quoted(found.AskedPath)} of probe {Shown.Quoted(found.Name)}; remove it here");
        }
    }
}
