using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Tests.Probes.Support;

namespace Exporter.Tests.Probes.RealServers;

/// <summary>Questions to the applications of the fixtures, and what became of them in one line.</summary>
internal static class RealServerBench
{
    public static HttpProbeConfig Predict(string path, string body) => new()
    {
        Name = "predict",
        Method = "POST",
        Path = path,
        Body = body,
        Expect = new HttpExpectConfig { Json = new([new JsonExpectConfig { Pointer = "/label", EqualTo = "good" }]) },
    };

    public static OpenAiChatProbeConfig Chat(string query = "") => ProbeBench.Chat(expect: new TextExpectConfig { Contains = new(["Red green blue"]) }) with { Path = "/v1/chat/completions" + query };

    public static async Task<string> AskAsync(Uri server, ProbeConfig config) => Line(await ProbeBench.AskAsync(server, config));

    public static string Line(ProbeResult result) => $"{ProbeBench.Verdict(result)}: {result.Reason}";
}
