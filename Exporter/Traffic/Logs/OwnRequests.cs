using System.Text;
using Exporter.Traffic.Logs.Lines;

namespace Exporter.Traffic.Logs;

/// <summary>
/// What our probes have sent to one target lately, so that its access logs can be read without them. A line shows whose it is by its
/// User-Agent, else by the client's port; where it has neither, or the port is another's (a proxy stands between), one line with the
/// method, path and status of a probe is left out for each probe: the number is right, whichever of two equal lines was ours.
/// </summary>
/// <remarks>Probes write, logs read, each from threads of their own.</remarks>
internal sealed class OwnRequests(TimeProvider time)
{
    private const int Most = 1024;

    /// <summary>A server that queues may answer, and log, after the probe gave up; later than this the line is taken for somebody else's.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(2);

    private readonly Lock gate = new();
    private readonly LinkedList<(OwnRequest Request, long At)> sent = [];
    private string[] agents = [];
    private bool portsAreSeen;

    /// <summary>Beginnings of the User-Agents by which our requests introduce themselves.</summary>
    public void SetAgents(IEnumerable<string> beginnings) => Volatile.Write(ref agents, [.. beginnings]);

    public void Add(OwnRequest request)
    {
        lock (gate)
        {
            sent.AddLast((request, time.GetTimestamp()));
            if (sent.Count > Most)
            {
                sent.RemoveFirst();
            }
        }
    }

    /// <summary>Whether a line is of one of our requests; one line for each.</summary>
    public bool Claim(in AccessLine line)
    {
        if (line.HasUserAgent)
        {
            return IsOwnAgent(line.UserAgent);
        }

        lock (gate)
        {
            Forget();
            return sent.Count > 0 && Claim(line.ClientPort, Encoding.UTF8.GetString(line.Method), Decoded(Encoding.UTF8.GetString(RouteTable.PathOf(line.Path))), line.Status);
        }
    }

    private bool Claim(int port, string method, string path, int status)
    {
        for (var node = sent.First; port != 0 && node is not null; node = node.Next)
        {
            if (node.Value.Request.LocalPort == port && Asks(node.Value.Request, method, path))
            {
                portsAreSeen = true;
                sent.Remove(node);
                return true;
            }
        }

        if (port != 0 && portsAreSeen)
        {
            return false;
        }

        for (var node = sent.First; node is not null; node = node.Next)
        {
            if (Asks(node.Value.Request, method, path) && (node.Value.Request.Status() ?? status) == status)
            {
                sent.Remove(node);
                return true;
            }
        }

        return false;
    }

    private static bool Asks(OwnRequest request, string method, string path) =>
        request.Method == method && Decoded(request.Path.Split('?', 2)[0]) == path;

    /// <summary>Some servers log the path as sent, some decoded.</summary>
    private static string Decoded(string path) => Uri.UnescapeDataString(path);

    private bool IsOwnAgent(ReadOnlySpan<byte> agent)
    {
        foreach (var own in Volatile.Read(ref agents))
        {
            if (agent.Length >= own.Length && Ascii.Equals(agent[..own.Length], own))
            {
                return true;
            }
        }

        return false;
    }

    private void Forget()
    {
        while (sent.First is { } oldest && time.GetElapsedTime(oldest.Value.At) > Remembered)
        {
            sent.RemoveFirst();
        }
    }
}
