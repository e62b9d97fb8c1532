using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Exporter.Benchmarks.Harness;

/// <summary>A program under test as a child process; disposing ends it.</summary>
internal sealed class RunningProgram : IDisposable
{
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(20);
    private readonly Process process;
    private readonly Queue<string> lastLines = new();

    private RunningProgram(Process process, int port)
    {
        this.process = process;
        Port = port;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Port { get; }

    public int Pid => process.Id;

    /// <summary>Starts the program and returns once it accepts connections.</summary>
    /// <param name="program">What to start.</param>
    /// <param name="pin">Whether the program gets the first core alone.</param>
    public static RunningProgram Start(ProgramUnderTest program, bool pin)
    {
        int port = FreePort();
        IEnumerable<string> words = [program.Executable, .. program.Arguments(port)];
        if (pin)
        {
            words = ["taskset", "-c", "0", .. words];
        }

        var start = new ProcessStartInfo(words.First()) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string word in words.Skip(1))
        {
            start.ArgumentList.Add(word);
        }

        var running = new RunningProgram(Process.Start(start)!, port);
        try
        {
            running.AwaitListening(program.Name);
        }
        catch
        {
            running.Dispose();
            throw;
        }

        return running;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void AwaitListening(string name)
    {
        long started = Stopwatch.GetTimestamp();
        while (!process.HasExited && Stopwatch.GetElapsedTime(started) < StartBound)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException)
            {
                Thread.Sleep(20);
            }
        }

        throw new InvalidOperationException($"{name} did not come up; its last words:\n{string.Join('\n', lastLines)}");
    }

    private void Keep(string? line)
    {
        lock (lastLines)
        {
            lastLines.Enqueue(line ?? "");
            if (lastLines.Count > 20)
            {
                lastLines.Dequeue();
            }
        }
    }
}
