using System.Runtime.InteropServices;

namespace Exporter.Hosting;

/// <summary>
/// <c>nohup</c> starts a program with SIGHUP ignored, and .NET leaves an ignored signal ignored even where a handler is registered: the
/// reload that an operator asks for would do nothing and say nothing. With a handler a hangup ends the daemon no more than <c>nohup</c> wants.
/// </summary>
internal static partial class IgnoredHangup
{
    /// <summary>The system's number of SIGHUP; that of <see cref="PosixSignal"/> is .NET's own.</summary>
    private const int Hangup = 1;

    /// <summary>SIG_DFL.</summary>
    private const nint DefaultAction = 0;

    /// <summary>Makes SIGHUP one that can be handled. To be called before its handler is registered, since it would take that away.</summary>
    public static void TakeBack() => SetAction(Hangup, DefaultAction);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetAction(int signal, nint action);
}
