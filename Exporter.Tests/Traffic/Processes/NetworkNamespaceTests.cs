using System.Net;
using Exporter.Configuration;
using Exporter.Scheduling;
using Exporter.Tests.Support;
using Exporter.Traffic.Processes;

namespace Exporter.Tests.Traffic.Processes;

/// <summary>Targets in containers: published by a proxy, published without one, or reached by the container's own address.</summary>
internal sealed class NetworkNamespaceTests
{
    private readonly ManualTimeProvider time = new();
    private FakeProc proc = null!;
    private TargetProcesses processes = null!;

    [SetUp]
    public void Create()
    {
        proc = new FakeProc();
        processes = new TargetProcesses(new CollectorHealthBoard(time), time, new RecordingLogger());
        proc.Namespace("self", "net:[1]")
            .Process(1, 0, "systemd").Namespace("1", "net:[1]")
            .Process(300, 1, "containerd-shim", session: 300).Namespace("300", "net:[1]")
            .Process(301, 300, "python3", session: 301, cgroup: "/system.slice/docker-aa.scope", inodes: 77).Namespace("301", "net:[2]").ListenerOf(301, 80, inode: 77, address: "172.17.0.2")
            .Process(401, 300, "nginx", session: 401, cgroup: "/system.slice/docker-bb.scope", inodes: 78).Namespace("401", "net:[3]").ListenerOf(401, 80, inode: 78, address: "172.17.0.3");
    }

    [TearDown]
    public async Task StopAsync()
    {
        await processes.DisposeAsync();
        proc.Dispose();
    }

    [Test]
    public async Task A_published_port_leads_to_its_container_and_not_to_the_proxy()
    {
        proc.Listener(8000, inode: 90)
            .Process(200, 1, "dockerd", session: 200, cgroup: "/system.slice/docker.service").Namespace("200", "net:[1]")
            .Process(201, 200, "docker-proxy", session: 200, cgroup: "/system.slice/docker.service", inodes: 90).Namespace("201", "net:[1]")
            .CommandLine(201, "/usr/bin/docker-proxy", "-proto", "tcp", "-host-ip", "0.0.0.0", "-host-port", "8000", "-container-ip", "172.17.0.2", "-container-port", "80");

        await LookAsync(new TargetEndpoint("llm", IPAddress.Loopback, 8000));

        Assert.That(processes.Map.TreeOf(301), Is.EqualTo("llm"));
        Assert.That(new[] { 200, 201, 401 }.Select(processes.Map.TreeOf), Is.All.Null, "docker itself and the other container are not the target's");
        Assert.That(processes.PlaceOf("llm"), Is.EqualTo(new NetworkPlace(301, 80)));
    }

    [Test]
    public async Task An_address_of_a_container_leads_to_it()
    {
        await LookAsync(new TargetEndpoint("web", IPAddress.Parse("172.17.0.3"), 80));

        Assert.That(processes.PlaceOf("web"), Is.EqualTo(new NetworkPlace(401, 80)));
        Assert.That(processes.Usage.Single().Processes, Is.EqualTo(1));
    }

    [Test]
    public async Task A_server_whose_session_began_outside_our_process_name_space_is_no_thread_of_the_kernel()
    {
        proc.Process(501, 300, "server", session: 0, cgroup: "/system.slice/docker-cc.scope", inodes: 79).Namespace("501", "net:[4]").ListenerOf(501, 80, inode: 79, address: "172.17.0.4");

        await LookAsync(new TargetEndpoint("web", IPAddress.Parse("172.17.0.4"), 80));

        Assert.That(processes.PlaceOf("web"), Is.EqualTo(new NetworkPlace(501, 80)));
    }

    [Test]
    public async Task A_port_that_only_one_container_serves_is_that_containers()
    {
        proc.ListenerOf(401, 8080, inode: 79, address: "172.17.0.3");

        await LookAsync(new TargetEndpoint("web", IPAddress.Loopback, 8080), new TargetEndpoint("which", IPAddress.Loopback, 80));

        Assert.That(processes.PlaceOf("web"), Is.EqualTo(new NetworkPlace(401, 8080)));
        Assert.That(processes.PlaceOf("which"), Is.Null, "two containers serve port 80");
    }

    [Test]
    public async Task Where_name_spaces_are_hidden_control_groups_tell_containers_apart()
    {
        proc.HideNamespaces(1, 300, 301, 401);

        await LookAsync(new TargetEndpoint("web", IPAddress.Parse("172.17.0.3"), 80));

        Assert.That(processes.PlaceOf("web"), Is.EqualTo(new NetworkPlace(401, 80)));
    }

    [Test]
    public async Task A_target_of_our_own_name_space_has_no_other_place()
    {
        proc.Listener(8000, inode: 91).Process(500, 1, "server", session: 500, inodes: 91).Namespace("500", "net:[1]");

        await LookAsync(new TargetEndpoint("llm", IPAddress.Loopback, 8000));

        Assert.That(processes.Map.TreeOf(500), Is.EqualTo("llm"));
        Assert.That(processes.PlaceOf("llm"), Is.Null);
    }

    [Test]
    public async Task A_target_that_used_to_listen_here_and_is_gone_is_no_container_with_the_same_port()
    {
        proc.ListenerOf(401, 8080, inode: 79, address: "172.17.0.3")
            .Listener(8080, inode: 91)
            .Process(500, 1, "server", session: 500, inodes: 91).Namespace("500", "net:[1]");
        await LookAsync(new TargetEndpoint("web", IPAddress.Loopback, 8080));
        Assert.That(processes.Usage.Single().Processes, Is.EqualTo(1));

        proc.WithoutListeners().End(500);
        await Eventually.IsTrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(5));
                return processes.Usage.Single().Processes == 0;
            },
            "it is gone");

        Assert.That(processes.PlaceOf("web"), Is.Null);
        Assert.That(processes.Map.TreeOf(401), Is.Null);
    }

    private async Task LookAsync(params TargetEndpoint[] endpoints)
    {
        processes.Configure(new TargetProcessOptions { ProcPath = proc.Path, Endpoints = new ValueList<TargetEndpoint>(endpoints) });
        processes.Start();
        await Eventually.IsTrueAsync(() => processes.Usage.Any(), "it looked");
    }
}
