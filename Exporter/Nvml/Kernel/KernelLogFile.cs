using System.Runtime.InteropServices;
using System.Text;
using Exporter.Gpu;
using Exporter.Gpu.Events;
using Microsoft.Win32.SafeHandles;

namespace Exporter.Nvml.Kernel;

/// <summary>
/// The kernel's log through <c>/dev/kmsg</c>, which gives a record at each read. It is opened without blocking, which only the
/// system call itself can do: a thread in a read that waits for the next record could not be stopped.
/// </summary>
internal sealed partial class KernelLogFile(string path) : IKernelLog
{
    private const int ReadOnly = 0;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int SeekEnd = 2;

    /// <summary>The kernel's longest record.</summary>
    private const int LongestRecord = 8192;

    /// <summary>More than comes in a second unless something floods the log; the rest is read the next time.</summary>
    private const int MostReads = 4096;

    private readonly byte[] buffer = new byte[LongestRecord];
    private SafeFileHandle? file;
    private string unfinished = "";

    public GpuUnavailable? Open()
    {
        var descriptor = OpenFile(path, ReadOnly | NonBlocking | CloseOnExec);
        if (descriptor < 0)
        {
            return Why(Marshal.GetLastPInvokeError());
        }

        file = new SafeFileHandle(descriptor, ownsHandle: true);
        unfinished = "";

        // What came before now was not watched; it would be counted again at every start.
        _ = Seek(file, 0, SeekEnd);
        return null;
    }

    public bool Read(Action<string> line)
    {
        for (var reads = 0; reads < MostReads && file is not null; reads++)
        {
            var length = ReadFile(file, buffer, (nuint)buffer.Length);
            if (length > 0)
            {
                GiveLines(Encoding.UTF8.GetString(buffer, 0, (int)length), line);
            }
            else if (length == 0)
            {
                return true;
            }
            else if (!MayGoOn((Errno)Marshal.GetLastPInvokeError(), out var isOver))
            {
                return isOver;
            }
        }

        return true;
    }

    public void Dispose() => file?.Dispose();

    /// <summary>Why it cannot be opened.</summary>
    internal GpuUnavailable Why(int error) => (Errno)error switch
    {
        Errno.NotPermitted or Errno.AccessDenied => new("no_permission", $"{path} may not be read; give the service the capability CAP_SYSLOG and allow the device in its unit or container, or set gpu.kernel_log to null. The driver's own events are counted without it."),
        Errno.NoEntry => new("not_found", $"There is no {path}, as in most containers; mount it, or set gpu.kernel_log to null. The driver's own events are counted without it."),
        _ => new("unreadable", $"{path} cannot be opened: {Marshal.GetPInvokeErrorMessage(error)}."),
    };

    private bool MayGoOn(Errno error, out bool isStillOpen)
    {
        // Records were overwritten before they were read; the next read goes on with the oldest that is left.
        if (error is Errno.BrokenPipe or Errno.Interrupted)
        {
            isStillOpen = true;
            return true;
        }

        isStillOpen = error is Errno.TryAgain;
        if (!isStillOpen)
        {
            file?.Dispose();
            file = null;
        }

        return false;
    }

    private void GiveLines(string text, Action<string> line)
    {
        var lines = (unfinished + text).Split('\n');
        unfinished = lines[^1].Length > LongestRecord ? "" : lines[^1];
        foreach (var whole in lines.AsSpan(0, lines.Length - 1))
        {
            line(whole);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial nint Seek(SafeFileHandle file, nint offset, int from);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadFile(SafeFileHandle file, [Out] byte[] buffer, nuint length);
}
