using Exporter.Configuration.Probes;
using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads what the probes of a model server's own API have in common; the keys stand in the probe itself.</summary>
internal static class ModelProbeReader
{
    public static readonly IReadOnlyList<string> Names = ["health_path", "allow_load"];

    /// <param name="draft">The probe as its protocol has read it so far.</param>
    public static T Read<T>(Section probe, T draft)
        where T : ModelProbeConfig => draft with
        {
            HealthPath = probe.ReadOptional("health_path", Texts.RequestPath),
            AllowLoad = probe.Read("allow_load", Booleans.Parse, draft.AllowLoad),
        };
}
