using System.Text;
using Exporter.Commands.Discover;
using Exporter.Configuration;
using Exporter.Tests.Support;
using Exporter.Traffic.Discovery;

namespace Exporter.Tests.Commands;

/// <summary>Whatever was found, what is printed is a valid configuration.</summary>
internal sealed class DiscoverYamlTests
{
    private static readonly ServerKind[] Kinds = Enum.GetValues<ServerKind>();

    [TestCaseSource(nameof(Kinds))]
    public void It_is_valid_for_every_kind_of_server(ServerKind kind)
    {
        foreach (var server in new[] { Server(kind), Server(kind) with { HasMetrics = true, MetricPrefixes = ["vllm:", "a_"], IsOnGpu = true, NeedsCredentials = true, Url = new Uri("https://127.0.0.1:8443/") } })
        {
            foreach (var models in new string[][] { [], ["org/Model A:1"], ["a", "b"] })
            {
                var found = server with { IsOnGpu = true, Identity = server.Identity with { Models = models } };
                var config = Read(DiscoverYaml.Of(Result(found), DateTimeOffset.UnixEpoch, "host"));

                Assert.That(config.Targets.Single().Probes, Has.Count.EqualTo(1));
                Assert.That(config.Targets.Single().Server, Is.EqualTo(kind));
                Assert.That(config.Targets.Single().Model, Is.EqualTo(models.FirstOrDefault()));
                Assert.That(config.Targets.Single().Relay is not null, Is.EqualTo(found.HasMetrics == true));
            }
        }
    }

    [TestCase("reranker")]
    [TestCase("classifier")]
    [TestCase("embedding")]
    public void And_for_every_task_of_an_embedding_server(string task) =>
        Assert.That(Read(DiscoverYaml.Of(Result(Server(ServerKind.Tei) with { Identity = Server(ServerKind.Tei).Identity with { Task = task } }), DateTimeOffset.UnixEpoch, "host")).Targets, Has.Count.EqualTo(1));

    [Test]
    public void Nothing_that_a_server_says_becomes_a_key()
    {
        const string Hostile = "a\"\n  - name: evil\n    url: http://evil\r\u2028# \\ \u0000 😀 {x: y}";
        var server = Server(ServerKind.FastApi) with
        {
            Process = Hostile,
            Identity = Server(ServerKind.FastApi).Identity with { Product = Hostile, Version = Hostile, FoundBy = Hostile, Task = Hostile, Models = [Hostile, Hostile] },
        };

        var config = Read(DiscoverYaml.Of(Result(server, server with { Url = new Uri("http://127.0.0.1:1/"), Identity = server.Identity with { Kind = ServerKind.Other } }), DateTimeOffset.UnixEpoch, Hostile));

        Assert.That(config.Targets.Single().Model, Is.EqualTo(Hostile));
    }

    [Test]
    public void Two_servers_of_one_model_have_names_of_their_own()
    {
        var server = Server(ServerKind.Vllm) with { Identity = Server(ServerKind.Vllm).Identity with { Models = ["Qwen/Qwen3-4B"] } };

        var config = Read(DiscoverYaml.Of(Result(server, server with { Url = new Uri("http://127.0.0.1:8001/") }, server with { Url = new Uri("http://127.0.0.1:8002/") }), DateTimeOffset.UnixEpoch, "host"));

        Assert.That(config.Targets.Select(t => t.Name), Is.EqualTo(new[] { "qwen3-4b", "vllm-8001", "vllm-8002" }));
    }

    [Test]
    public void Where_nothing_is_found_it_says_so_and_is_valid() =>
        Assert.That(Read(DiscoverYaml.Of(Result(), DateTimeOffset.UnixEpoch, "host")).Targets, Is.Empty);

    [Test]
    public async Task A_file_to_compare_with_that_has_a_mistake_is_told_and_nothing_is_asked()
    {
        using var folder = new TemporaryFolder();
        using var output = new StringWriter();
        using var error = new StringWriter();

        var code = await CommandLine.RunAsync(["discover", "--diff", folder.Write("bad.yaml", "targets: 1\n")], output, error);

        Assert.That(code, Is.EqualTo(2));
        Assert.That(error.ToString(), Does.Contain("targets: must be a list").And.Contain("nothing was looked for"));
    }

    private static DiscoveryResult Result(params DiscoveredServer[] servers) => new(servers, 0, [4711], TimeSpan.FromSeconds(1));

    private static DiscoveredServer Server(ServerKind kind) => new()
    {
        Url = new Uri("http://127.0.0.1:8000/"),
        Identity = new ServerIdentity { Kind = kind, Product = "Product", FoundBy = "a look" },
        Pid = 42,
        Process = "python3",
    };

    private static ExporterConfig Read(string yaml)
    {
        var result = ConfigFile.Parse("found.yaml", Encoding.UTF8.GetBytes(yaml));
        Assert.That(result.Errors, Is.Empty, yaml);
        return result.Value!;
    }
}
