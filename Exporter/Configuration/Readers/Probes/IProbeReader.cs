using Exporter.Configuration.Probes;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads what one protocol has beyond <see cref="ProbeReader.CommonKeys"/>.</summary>
internal interface IProbeReader
{
    /// <summary>The keys of this protocol alone.</summary>
    public SectionKeys Keys { get; }

    /// <summary>Keys of the protocol's own sections below the probe.</summary>
    public IReadOnlyList<SectionKeys> Sections { get; }

    /// <summary>The protocol's record; the common properties but the name are filled in afterwards.</summary>
    public ProbeConfig Read(Section probe, string name);
}
