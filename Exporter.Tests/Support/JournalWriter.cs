using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Exporter.Tests.Support;

/// <summary>A real journal in a file of its own, written by systemd's program that takes journals from afar.</summary>
internal sealed class JournalWriter : IAsyncDisposable
{
    private const string Program = "/usr/lib/systemd/systemd-journal-remote";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private readonly Process process;
    private readonly string machine = Guid.NewGuid().ToString("N");
    private long entries;

    private JournalWriter(string path)
    {
        Path = path;
        process = Process.Start(new ProcessStartInfo(Program, [$"--output={path}", "-"]) { RedirectStandardInput = true, RedirectStandardError = true })!;
    }

    public string Path { get; }

    /// <summary>Begins a journal with one entry of nobody's, so that it can be read. Skips the test where a program is missing.</summary>
    public static async Task<JournalWriter> StartAsync(TemporaryFolder folder, DateTimeOffset now)
    {
        if (!File.Exists(Program) || !File.Exists("/usr/bin/journalctl"))
        {
            Assert.Ignore($"No {Program} or no journalctl here; Debian has them in the packages 'systemd-journal-remote' and 'systemd'.");
        }

        var journal = new JournalWriter(folder.PathOf("unit.journal"));
        await journal.WriteAsync("nobody.service", "first", now);
        await Eventually.That(journal.IsReadableAsync, Bound, () => "the journal can be read");
        return journal;
    }

    /// <summary>Adds an entry, any bytes in its message, as systemd's export format has them.</summary>
    public async Task WriteAsync(string unit, string message, DateTimeOffset at)
    {
        var bytes = Encoding.UTF8.GetBytes(message);
        var length = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, bytes.Length);
        var microseconds = ((at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond) + ++entries;
        var head = string.Create(CultureInfo.InvariantCulture, $"__REALTIME_TIMESTAMP={microseconds}\n__MONOTONIC_TIMESTAMP={entries}\n_BOOT_ID={machine}\n_MACHINE_ID={machine}\n_SYSTEMD_UNIT={unit}\nMESSAGE\n");
        var input = process.StandardInput.BaseStream;
        await input.WriteAsync((byte[])[.. Encoding.UTF8.GetBytes(head), .. length, .. bytes, (byte)'\n', (byte)'\n']);
        await input.FlushAsync();
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task<bool> IsReadableAsync()
    {
        await using var reader = ChildProcess.Start("journalctl", [$"--file={Path}", "--quiet", "--no-pager"]);
        return (await reader.ExitAsync(Bound)).Output.Contains("first", StringComparison.Ordinal);
    }
}
