using Exporter.Tests.Support;
using Exporter.Traffic.ServerMetrics.Text;

namespace Exporter.Tests.Traffic.ServerMetrics;

/// <summary>The metrics of model servers that stand beside the tests.</summary>
internal static class ServerFixture
{
    /// <summary>Those of the servers of the issue, one each.</summary>
    public static readonly string[] Servers = ["vllm-v1", "sglang", "llama.cpp", "tgi", "tei", "triton"];

    public static byte[] Bytes(string name) => File.ReadAllBytes(Repository.PathOf("Exporter.Tests", "Fixtures", "ServerMetrics", name + ".txt"));

    public static ServerExposition Parse(string name) => new ExpositionParser().Parse(Bytes(name));
}
