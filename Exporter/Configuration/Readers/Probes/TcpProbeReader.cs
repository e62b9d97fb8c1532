using Exporter.Configuration.Probes;
using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads a probe of type <c>tcp</c>.</summary>
internal sealed class TcpProbeReader : IProbeReader
{
    public static readonly TcpProbeReader Instance = new();

    private static readonly string[] MeantForHttp = ["connection", "headers", "authorization", "basic_auth", "proxy_url", "follow_redirects", "fail_if_ssl", "fail_if_not_ssl"];

    public SectionKeys Keys { get; } = new("targets[].probes[]", "port", "send", "expect");

    public IReadOnlyList<SectionKeys> Sections { get; } = [TextExpectReader.Keys];

    public ProbeConfig Read(Section probe, string name)
    {
        foreach (var key in MeantForHttp.Where(probe.Has))
        {
            probe.Fail(key, "has no effect on a probe of type tcp; remove it");
        }

        return new TcpProbeConfig
        {
            Name = name,
            Port = probe.ReadOptionalValue("port", Ports.Parse),
            Send = probe.ReadOptional("send", Texts.Any),
            Expect = TextExpectReader.Read(probe.Child("expect", TextExpectReader.Keys)),
        };
    }
}
