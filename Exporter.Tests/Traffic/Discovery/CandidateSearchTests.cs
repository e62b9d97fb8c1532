using System.Net;
using Exporter.Tests.Support;
using Exporter.Traffic.Discovery;

namespace Exporter.Tests.Traffic.Discovery;

/// <summary>Who is asked, and who is left alone.</summary>
internal sealed class CandidateSearchTests
{
    private FakeProc proc = null!;

    [SetUp]
    public void Create() => proc = new FakeProc();

    [TearDown]
    public void Dispose() => proc.Dispose();

    [Test]
    public void Those_who_may_serve_models_are_asked_and_databases_are_not()
    {
        proc.Listener(8000, inode: 1).Listener(22, inode: 2).Listener(7000, inode: 3).Listener(40000, inode: 4).Listener(5432, inode: 5).Listener(9000, inode: 6)
            .Process(100, 1, "python3", inodes: 1)
            .Process(101, 1, "sshd", inodes: 2)
            .Process(102, 1, "redis-server", inodes: 3)
            .Process(103, 1, "python3", inodes: 4);

        var found = CandidateSearch.Find(Options());

        Assert.That(found.All.Select(c => (c.Port, c.Process?.Name)), Is.EqualTo(new[] { (8000, "python3"), (9000, null) }), "40000 is a port that the system gives away");
        Assert.That(found.PassedOver, Is.EqualTo(4));
        Assert.That(found.All.Select(c => c.Address), Is.All.EqualTo(IPAddress.Loopback));
    }

    [Test]
    public void Who_names_ports_gets_just_these()
    {
        proc.Listener(8000, inode: 1).Listener(40000, inode: 2).Process(100, 1, "x", inodes: [1, 2]);

        Assert.That(CandidateSearch.Find(Options() with { Ports = [40000, 40001] }).All.Select(c => c.Port), Is.EqualTo(new[] { 40000 }));
    }

    [Test]
    public void We_do_not_ask_ourselves()
    {
        proc.Listener(8000, inode: 1).Process(100, 1, "dotnet", inodes: 1);

        Assert.That(CandidateSearch.Find(Options() with { OwnPid = 100 }).All, Is.Empty);
    }

    [Test]
    public void A_process_on_a_gpu_makes_its_listener_one_on_a_gpu()
    {
        proc.Listener(8000, inode: 1).Listener(9000, inode: 2)
            .Process(100, 1, "vllm", inodes: 1)
            .Process(110, 100, "EngineCore")
            .Process(200, 1, "nginx", inodes: 2);
        var found = CandidateSearch.Find(Options());

        Assert.That(CandidateSearch.OnGpu(Options(), found, [110, 999]), Is.EqualTo(new[] { 100 }));
        Assert.That(CandidateSearch.OnGpu(Options(), found, []), Is.Empty);
    }

    private DiscoveryOptions Options() => new() { ProcPath = proc.Path };
}
