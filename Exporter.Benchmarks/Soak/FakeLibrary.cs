using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Exporter.Benchmarks.Soak;

/// <summary>The tests' fake driver library with a scenario that can be changed while the daemon runs (Exporter.Tests/NativeNvml/README.md). Compiled by gcc.</summary>
internal sealed class FakeLibrary
{
    public FakeLibrary(string folder, [CallerFilePath] string here = "")
    {
        string sources = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(here)!, "..", "..", "Exporter.Tests", "NativeNvml");
        Path = System.IO.Path.Combine(folder, "libnvidia-ml.so.1");
        using var gcc = Process.Start("gcc", ["-std=gnu11", "-O1", "-shared", "-fPIC", "-pthread", "-Wl,-soname,libnvidia-ml.so.1", "-o", Path, .. Directory.GetFiles(sources, "*.c")]);
        gcc.WaitForExit();
        if (gcc.ExitCode != 0)
        {
            throw new InvalidOperationException("gcc could not compile the fake library.");
        }
    }

    public string Path { get; }

    /// <summary>Replaces the scenario at once.</summary>
    public void Play(params string[] lines)
    {
        string next = Path + ".scenario.next";
        File.WriteAllLines(next, lines);
        File.Move(next, Path + ".scenario", overwrite: true);
    }

    /// <summary>From now on every call is written down.</summary>
    public void WriteDown() => File.WriteAllText(Path + ".calls", "");

    /// <summary>The threads in which a call for a card began since then, by card.</summary>
    public IReadOnlyDictionary<int, int> ThreadsByCard() => File.ReadLines(Path + ".calls")
        .Select(line => line.Split(' '))
        .Where(words => words is [_, _, _] && words[2] != "-1")
        .GroupBy(words => int.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture))
        .ToDictionary(card => card.Key, card => card.Select(words => words[0]).Distinct().Count());
}
