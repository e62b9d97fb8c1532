using System.Globalization;

namespace Exporter.Tests.Support;

/// <summary>A proc directory that a test fills with processes and sockets.</summary>
internal sealed class FakeProc : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("fake-proc-");
    private readonly List<string> sockets = [];

    public string Path => folder.FullName;

    /// <param name="cgroup">Path of its control group.</param>
    /// <param name="inodes">Sockets that it holds open.</param>
    public FakeProc Process(int pid, int parent, string name, int session = 1, string cgroup = "/", double cpuSeconds = 0, int start = 100, params int[] inodes)
    {
        var own = folder.CreateSubdirectory(pid.ToString(CultureInfo.InvariantCulture));
        var fd = own.CreateSubdirectory("fd");
        foreach (var old in fd.GetFileSystemInfos())
        {
            old.Delete();
        }

        File.WriteAllText(
            System.IO.Path.Combine(own.FullName, "stat"),
            string.Create(CultureInfo.InvariantCulture, $"{pid} ({name}) S {parent} {pid} {session} 0 -1 0 0 0 0 0 {(int)(cpuSeconds * 100)} 0 0 0 20 0 3 0 {start} 1000000 10 0\n"));
        File.WriteAllText(System.IO.Path.Combine(own.FullName, "cgroup"), $"0::{cgroup}\n");
        for (var i = 0; i < inodes.Length; i++)
        {
            File.CreateSymbolicLink(System.IO.Path.Combine(fd.FullName, (i + 3).ToString(CultureInfo.InvariantCulture)), $"socket:[{inodes[i]}]");
        }

        return this;
    }

    public void End(int pid) => folder.CreateSubdirectory(pid.ToString(CultureInfo.InvariantCulture)).Delete(recursive: true);

    /// <summary>A socket that listens on every IPv4 address, or on loopback.</summary>
    public FakeProc Listener(int port, int inode, bool loopback = false)
    {
        var address = loopback ? "0100007F" : "00000000";
        sockets.Add(string.Create(CultureInfo.InvariantCulture, $"   {sockets.Count}: {address}:{port:X4} 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 {inode} 1 0000000000000000 100 0 0 10 0"));
        File.WriteAllText(System.IO.Path.Combine(folder.CreateSubdirectory("net").FullName, "tcp"), "  sl  local_address rem_address\n" + string.Join('\n', sockets) + "\n");
        return this;
    }

    public void Dispose() => folder.Delete(recursive: true);
}
