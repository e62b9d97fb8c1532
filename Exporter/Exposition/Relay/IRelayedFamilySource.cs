namespace Exporter.Exposition.Relay;

/// <summary>
/// Where families come from that somebody else made: a model server's own metrics, passed on beside ours.
/// </summary>
/// <remarks>
/// <para>The rule for each format. Relayed families always follow our own, sorted by name, and those of one name and type from
/// several sources become one.</para>
/// <list type="bullet">
/// <item>Prometheus text: name, type and help as the server said them, samples in its order.</item>
/// <item>OpenMetrics and protobuf: a gauge stays a gauge and a counter whose name ends in <c>_total</c> stays a counter. Everything
/// else (a histogram, a summary, a counter of another name) goes sample name by sample name, as families of unknown type: the
/// series in Prometheus are the same, only their type is not told. Neither format could carry what a server gets slightly wrong.</item>
/// </list>
/// <para>A family is dropped, and counted with <c>metric="relayed"</c>, when its name is illegal, is one of ours in any format, begins
/// with one of the prefixes we own or with <c>process_</c>, <c>python_</c> or <c>go_</c> (facts about the server's process, which
/// must never look like facts about ours), or has another type than an earlier relayed family of that name. Of samples with the
/// same name and labels the first stays.</para>
/// </remarks>
internal interface IRelayedFamilySource
{
    /// <summary>The families as last read; empty when there is nothing fresh. Read during a scrape, on any thread: it must be a ready list, never a fetch.</summary>
    public IReadOnlyList<RelayedFamily> Families { get; }
}
