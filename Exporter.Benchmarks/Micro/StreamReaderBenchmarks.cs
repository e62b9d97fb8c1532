using System.Net.ServerSentEvents;
using System.Text;
using BenchmarkDotNet.Attributes;
using Exporter.Probes.Streaming;

namespace Exporter.Benchmarks.Micro;

/// <summary>An answer of 256 tokens as a chat server streams it, beside the framework's reader of the same bytes.</summary>
public class StreamReaderBenchmarks
{
    private const int Tokens = 256;
    private byte[] answer = [];

    [GlobalSetup]
    public void Write()
    {
        var text = new StringBuilder();
        for (int i = 0; i < Tokens; i++)
        {
            text.Append("data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",")
                .Append("\"choices\":[{\"index\":0,\"delta\":{\"content\":\" token\"},\"finish_reason\":null}]}\n\n");
        }

        answer = Encoding.UTF8.GetBytes(text.Append("data: [DONE]\n\n").ToString());
    }

    [Benchmark(Baseline = true)]
    public async Task<int> Ours()
    {
        using var body = new MemoryStream(answer);
        using var reader = new ServerSentEventReader(body, TimeProvider.System, 1 << 20, 1 << 24);
        int events = 0;
        while (await reader.ReadAsync(CancellationToken.None) == StreamItem.Event)
        {
            events++;
        }

        return events == Tokens + 1 ? events : throw new InvalidOperationException($"{events} events");
    }

    [Benchmark]
    public async Task<int> Framework()
    {
        using var body = new MemoryStream(answer);
        int events = 0;
        await foreach (SseItem<int> item in SseParser.Create(body, static (_, data) => data.Length).EnumerateAsync())
        {
            events++;
        }

        return events == Tokens + 1 ? events : throw new InvalidOperationException($"{events} events");
    }
}
