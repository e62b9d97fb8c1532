using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Exporter.Benchmarks.Harness;

/// <summary>Configurations of our daemon for the measurements, and the daemon as a program under test.</summary>
/// <param name="daemon">Our executable.</param>
/// <param name="folder">Where the files may lie.</param>
/// <param name="server">The server that the targets stand for.</param>
internal sealed class DaemonSetup(string daemon, string folder, LoopbackServer server)
{
    /// <summary>The slowest periodic work (host and probes, 5 s) has then happened twice, so every rate has its two readings.</summary>
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan SettleBound = TimeSpan.FromSeconds(30);

    /// <summary>The daemon as a host would run it: simulated GPUs, the host, and targets with an http and a chat probe each.</summary>
    /// <param name="name">Column of the table.</param>
    /// <param name="targets">How many targets.</param>
    /// <param name="snapshotAge">How long scrapes may share a collection; zero collects for every scrape.</param>
    /// <param name="runtimeMetrics">Whether the runtime's meters are published, among them the allocated bytes.</param>
    public ProgramUnderTest Full(string name, int targets, TimeSpan snapshotAge, bool runtimeMetrics)
    {
        var yaml = new StringBuilder()
            .Append("gpu: { simulated: 2 }\n")
            .Append(CultureInfo.InvariantCulture, $"exposition: {{ snapshot_age: {snapshotAge.TotalMilliseconds:0}ms, runtime_metrics: {(runtimeMetrics ? "true" : "false")} }}\n")
            .Append("targets:\n");
        for (int i = 1; i <= targets; i++)
        {
            yaml.Append(CultureInfo.InvariantCulture, $$"""
                  - name: server-{{i}}
                    url: http://127.0.0.1:{{server.Port}}
                    model: example/model-{{i}}
                    probes:
                      - { name: health, type: http, path: /{{i}}/health, interval: 5s, timeout: 4s }
                      - { name: chat, type: openai-chat, path: /{{i}}/v1/chat/completions, interval: 5s, timeout: 4s }

                """);
        }

        return Program(name, yaml.ToString(), _ => Settle(targets * 2)) with
        {
            AllocationCounter = runtimeMetrics ? "dotnet_gc_heap_total_allocated_bytes_total" : null,
        };
    }

    /// <summary>The daemon with nothing but plain HTTP probes, once a second each; no GPU, no host.</summary>
    public ProgramUnderTest ProbesOnly(string name, int targets)
    {
        var yaml = new StringBuilder("gpu: { enabled: false }\nhost: { enabled: false }\n");
        yaml.Append(targets == 0 ? "targets: []\n" : "targets:\n");
        for (int i = 1; i <= targets; i++)
        {
            yaml.Append(CultureInfo.InvariantCulture, $$"""
                  - name: server-{{i}}
                    url: http://127.0.0.1:{{server.Port}}
                    probes: [ { name: health, type: http, path: /{{i}}/health, interval: 1s, timeout: 900ms } ]

                """);
        }

        return Program(name, yaml.ToString(), null);
    }

    private ProgramUnderTest Program(string name, string yaml, Action<RunningProgram>? settle)
    {
        string file = Path.Combine(folder, $"{Guid.NewGuid():n}.yaml");
        File.WriteAllText(file, yaml);
        return new ProgramUnderTest(
            name, daemon, port => [$"--config.file={file}", $"--web.listen-address=127.0.0.1:{port}"], "/metrics", null)
        {
            Settle = settle,
        };
    }

    private void Settle(int paths)
    {
        server.ForgetPaths();
        long started = Stopwatch.GetTimestamp();
        while (server.Paths < paths || Stopwatch.GetElapsedTime(started) < SettleTime)
        {
            if (Stopwatch.GetElapsedTime(started) > SettleBound)
            {
                throw new InvalidOperationException($"Only {server.Paths} of {paths} probes ran within {SettleBound}.");
            }

            Thread.Sleep(50);
        }
    }
}
