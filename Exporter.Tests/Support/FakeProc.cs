using System.Globalization;

namespace Exporter.Tests.Support;

/// <summary>A proc directory that a test fills with processes and sockets.</summary>
internal sealed class FakeProc : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> sockets = [];

    public string Path => folder.Path;

    /// <param name="cgroup">Path of its control group.</param>
    /// <param name="inodes">Sockets that it holds open.</param>
    public FakeProc Process(int pid, int parent, string name, int session = 1, string cgroup = "/", double cpuSeconds = 0, int start = 100, params int[] inodes)
    {
        var own = Name(pid);
        var fd = Directory.CreateDirectory(folder.PathOf($"{own}/fd"));
        foreach (var old in fd.GetFileSystemInfos())
        {
            old.Delete();
        }

        folder.Write(
            $"{own}/stat",
            string.Create(CultureInfo.InvariantCulture, $"{pid} ({name}) S {parent} {pid} {session} 0 -1 0 0 0 0 0 {(int)(cpuSeconds * 100)} 0 0 0 20 0 3 0 {start} 1000000 10 0\n"));
        folder.Write($"{own}/cgroup", $"0::{cgroup}\n");
        for (var i = 0; i < inodes.Length; i++)
        {
            File.CreateSymbolicLink(System.IO.Path.Combine(fd.FullName, Name(i + 3)), $"socket:[{inodes[i]}]");
        }

        return this;
    }

    public void End(int pid) => Directory.Delete(folder.PathOf(Name(pid)), recursive: true);

    /// <summary>A socket that listens on every IPv4 address, or on loopback.</summary>
    public FakeProc Listener(int port, int inode, bool loopback = false)
    {
        var address = loopback ? "0100007F" : "00000000";
        sockets.Add(string.Create(CultureInfo.InvariantCulture, $"   {sockets.Count}: {address}:{port:X4} 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 {inode} 1 0000000000000000 100 0 0 10 0"));
        folder.Write("net/tcp", "  sl  local_address rem_address\n" + string.Join('\n', sockets) + "\n");
        return this;
    }

    /// <summary>Nobody listens in our own name space any more.</summary>
    public FakeProc WithoutListeners()
    {
        sockets.Clear();
        File.Delete(folder.PathOf("net/tcp"));
        return this;
    }

    /// <summary>A socket that listens on every address in a network name space of its own, which has this address too.</summary>
    /// <param name="pid">A process there.</param>
    public FakeProc ListenerOf(int pid, int port, int inode, string address)
    {
        var net = Directory.CreateDirectory(folder.PathOf($"{Name(pid)}/net")).FullName;
        File.AppendAllText(
            System.IO.Path.Combine(net, "tcp"),
            string.Create(CultureInfo.InvariantCulture, $"   0: 00000000:{port:X4} 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 {inode} 1 0000000000000000 100 0 0 10 0\n"));
        folder.Write(
            $"{Name(pid)}/net/fib_trie",
            $"Main:\n  +-- 0.0.0.0/0 3 0 5\n     |-- 127.0.0.1\n        /32 host LOCAL\n     |-- 172.17.0.0\n        /16 link UNICAST\n     |-- {address}\n        /32 host LOCAL\n");
        return this;
    }

    /// <param name="process">A pid, or <c>self</c>.</param>
    /// <param name="name">Such as <c>net:[4026531840]</c>.</param>
    public FakeProc Namespace(string process, string name)
    {
        File.CreateSymbolicLink(System.IO.Path.Combine(Directory.CreateDirectory(folder.PathOf($"{process}/ns")).FullName, "net"), name);
        return this;
    }

    /// <summary>As for another user's processes.</summary>
    public void HideNamespaces(params int[] pids)
    {
        foreach (var pid in pids)
        {
            Directory.Delete(folder.PathOf($"{Name(pid)}/ns"), recursive: true);
        }
    }

    public FakeProc CommandLine(int pid, params string[] words)
    {
        folder.Write($"{Name(pid)}/cmdline", string.Join('\0', words) + "\0");
        return this;
    }

    public void Dispose() => folder.Dispose();

    private static string Name(int number) => number.ToString(CultureInfo.InvariantCulture);
}
