using System.ComponentModel;
using System.Diagnostics;

namespace Exporter.Tests.NativeNvml;

/// <summary>Compiles the fake library's sources once a run and links copies of it.</summary>
internal static class FakeNvmlCompiler
{
    private static readonly string[] flags = ["-std=gnu11", "-O1", "-g", "-Wall", "-Wextra", "-Werror", "-fPIC", "-pthread"];
    private static readonly Lazy<Compilation> compiled = new(CompileOnce);
    private static readonly Lazy<string> complete = new(() => LinkTo(Path.Combine(Objects, "complete.so"), []));

    private sealed record Compilation(string Folder, string? WhyNot);

    /// <summary>Why there is no fake library; null where there is one.</summary>
    public static string? WhyNot => compiled.Value.WhyNot;

    private static string Objects => compiled.Value.Folder;

    /// <summary>Makes a copy of the library, a file of its own, without the given functions.</summary>
    public static void MakeCopy(string path, IReadOnlyCollection<string> missing)
    {
        if (missing.Count == 0)
        {
            File.Copy(complete.Value, path);
        }
        else
        {
            LinkTo(path, missing);
        }
    }

    private static Compilation CompileOnce()
    {
        var folder = Directory.CreateTempSubdirectory("fake-nvml-objects-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        if (Support.Executable.WhyNotIn(folder) is { } why)
        {
            return new Compilation(folder, why);
        }

        try
        {
            if (ComplaintOf(["-E", "-include", "stdio.h", "-x", "c", "/dev/null", "-o", "/dev/null"]) is { } missing)
            {
                return new Compilation(folder, $"gcc has no headers to compile the fake NVML library with: apt-get install libc6-dev\n{missing}");
            }

            foreach (var source in Directory.EnumerateFiles(Support.Repository.PathOf("Exporter.Tests", "NativeNvml"), "*.c"))
            {
                Gcc([.. flags, "-c", source, "-o", Path.Combine(folder, Path.GetFileNameWithoutExtension(source) + ".o")]);
            }

            return new Compilation(folder, null);
        }
        catch (Win32Exception absent)
        {
            return new Compilation(folder, $"gcc is needed to compile the fake NVML library and cannot be run ({absent.Message}): apt-get install gcc libc6-dev");
        }
    }

    private static string LinkTo(string path, IReadOnlyCollection<string> missing)
    {
        var versions = path + ".map";
        File.WriteAllText(versions, "{ global: nvml*; local: " + string.Concat(missing.Select(name => name + "; ")) + "*; };");
        Gcc(["-shared", "-pthread", "-Wl,-soname,libnvidia-ml.so.1", $"-Wl,--version-script={versions}", "-o", path, .. Directory.EnumerateFiles(Objects, "*.o")]);
        File.Delete(versions);
        return path;
    }

    private static void Gcc(IEnumerable<string> arguments)
    {
        if (ComplaintOf(arguments) is { } complaint)
        {
            throw new InvalidOperationException(complaint);
        }
    }

    private static string? ComplaintOf(IEnumerable<string> arguments)
    {
        using var gcc = Process.Start(new ProcessStartInfo("gcc", arguments) { RedirectStandardError = true })!;
        var complaints = gcc.StandardError.ReadToEnd();
        gcc.WaitForExit();
        return gcc.ExitCode == 0 ? null : $"gcc ended with {gcc.ExitCode}:\n{complaints}";
    }
}
