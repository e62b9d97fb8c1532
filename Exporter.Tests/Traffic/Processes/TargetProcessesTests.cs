using System.Net;
using Exporter.Configuration;
using Exporter.Scheduling;
using Exporter.Tests.Support;
using Exporter.Traffic.Processes;

namespace Exporter.Tests.Traffic.Processes;

internal sealed class TargetProcessesTests
{
    private readonly ManualTimeProvider time = new();
    private readonly RecordingLogger logger = new();
    private CollectorHealthBoard board = null!;
    private FakeProc proc = null!;
    private TargetProcesses processes = null!;

    [SetUp]
    public void Create()
    {
        proc = new FakeProc();
        board = new CollectorHealthBoard(time);
        processes = new TargetProcesses(board, time, logger);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await processes.DisposeAsync();
        proc.Dispose();
    }

    [Test]
    public async Task A_target_owns_its_listener_its_descendants_and_its_service()
    {
        proc.Listener(8000, inode: 77)
            .Process(1, 0, "systemd")
            .Process(100, 1, "launcher", session: 100, cgroup: "/system.slice/tgi.service")
            .Process(101, 100, "router", session: 100, cgroup: "/system.slice/tgi.service", inodes: 77)
            .Process(102, 101, "worker", session: 102)
            .Process(103, 100, "shard", session: 100, cgroup: "/system.slice/tgi.service")
            .Process(200, 1, "bystander", session: 200, cgroup: "/system.slice/other.service");

        await LookAsync(Endpoint("tgi", 8000));

        Assert.That(Owners(1, 100, 101, 102, 103, 200), Is.EqualTo(new[] { null, "tgi", "tgi", "tgi", "tgi", null }));
        Assert.That(processes.Usage.Single().Processes, Is.EqualTo(4));
    }

    [Test]
    public async Task The_login_session_owns_a_gpu_process_but_is_not_part_of_the_tree()
    {
        proc.Listener(8000, inode: 77)
            .Process(50, 1, "bash", session: 50)
            .Process(51, 50, "server", session: 50, inodes: 77)
            .Process(52, 50, "engine", session: 50);

        await LookAsync(Endpoint("llm", 8000));

        Assert.That(processes.Map.OwnerOf(52), Is.EqualTo("llm"));
        Assert.That(processes.Map.TreeOf(52), Is.Null);
    }

    [Test]
    public async Task What_two_targets_share_belongs_to_neither()
    {
        proc.Listener(8000, inode: 77)
            .Listener(8001, inode: 78)
            .Process(51, 1, "a", session: 50, cgroup: "/x.service", inodes: 77)
            .Process(52, 1, "b", session: 50, cgroup: "/x.service", inodes: 78)
            .Process(53, 1, "c", session: 50, cgroup: "/x.service");

        await LookAsync(Endpoint("a", 8000), Endpoint("b", 8001));

        Assert.That(Owners(51, 52, 53), Is.EqualTo(new[] { "a", "b", null }));
    }

    [Test]
    public async Task Processor_time_never_goes_back_when_a_worker_ends()
    {
        proc.Listener(8000, inode: 77)
            .Process(51, 1, "server", cpuSeconds: 10, inodes: 77)
            .Process(52, 51, "worker", cpuSeconds: 5);
        await LookAsync(Endpoint("llm", 8000));
        Assert.That(processes.Usage.Single().CpuSeconds, Is.EqualTo(15));

        proc.End(52);
        proc.Process(51, 1, "server", cpuSeconds: 11, inodes: 77);
        await LookAgainAsync();

        Assert.That(processes.Usage.Single().CpuSeconds, Is.EqualTo(16));
        Assert.That(processes.Usage.Single().Processes, Is.EqualTo(1));
    }

    [Test]
    public async Task A_target_that_is_configured_no_more_is_gone_at_once_and_one_that_stays_keeps_its_count()
    {
        proc.Listener(8000, inode: 77)
            .Listener(8001, inode: 78)
            .Process(51, 1, "a", cpuSeconds: 10, inodes: 77)
            .Process(52, 1, "b", cpuSeconds: 20, inodes: 78);
        await LookAsync(Endpoint("a", 8000), Endpoint("b", 8001));

        Configure(Endpoint("b", 8001));

        Assert.That(processes.Usage.Select(u => (u.Target, u.CpuSeconds)), Is.EqualTo(new[] { ("b", 20.0) }));
    }

    [Test]
    public async Task A_listener_without_a_visible_holder_turns_the_health_and_is_told_once()
    {
        proc.Listener(8000, inode: 77).Process(51, 1, "unrelated");
        await LookAsync(Endpoint("llm", 8000));
        await LookAgainAsync();

        var state = board.All.Single().Read();
        Assert.That((state.IsUp, state.Reason), Is.EqualTo((false, "holder_not_visible")));
        Assert.That(logger.Entries.Select(e => e.Message), Has.Exactly(1).Contains("holder_not_visible"));
        Assert.That(processes.Usage.Single().Processes, Is.Zero);

        proc.Process(51, 1, "server", inodes: 77);
        await LookAgainAsync();

        Assert.That(board.All.Single().Read().IsUp, Is.True);
        Assert.That(logger.Entries.Select(e => e.Message), Has.Exactly(1).StartsWith("The processes of every target"));
    }

    [Test]
    public async Task A_port_that_nobody_listens_on_is_no_failure_of_ours()
    {
        proc.Listener(9999, inode: 1).Process(51, 1, "x", inodes: 1);

        await LookAsync(Endpoint("llm", 8000));

        Assert.That(board.All.Single().Read().IsUp, Is.True);
        Assert.That(processes.Usage.Single().Processes, Is.Zero);
    }

    [TestCase("http://127.0.0.1:8000", "127.0.0.1", 8000)]
    [TestCase("http://localhost/v1", "127.0.0.1", 80)]
    [TestCase("https://[::1]:8443", "::1", 8443)]
    [TestCase("http://models.example:8000", null, 0)]
    public void An_endpoint_is_what_the_url_says_without_asking_a_resolver(string url, string? address, int port)
    {
        var endpoint = TargetEndpoint.Of(new TargetConfig { Name = "t", Url = new Uri(url) });

        Assert.That(endpoint, Is.EqualTo(address is null ? null : new TargetEndpoint("t", IPAddress.Parse(address), port)));
    }

    private static TargetEndpoint Endpoint(string target, int port) => new(target, IPAddress.Loopback, port);

    private string?[] Owners(params int[] pids) => [.. pids.Select(processes.Map.OwnerOf)];

    private void Configure(params TargetEndpoint[] endpoints) =>
        processes.Configure(new TargetProcessOptions { ProcPath = proc.Path, Endpoints = new ValueList<TargetEndpoint>(endpoints) });

    private async Task LookAsync(params TargetEndpoint[] endpoints)
    {
        Configure(endpoints);
        processes.Start();
        await time.WaitForTimersAsync(1);
    }

    private async Task LookAgainAsync()
    {
        time.Advance(TimeSpan.FromSeconds(5));
        await time.WaitForTimersAsync(1);
    }
}
