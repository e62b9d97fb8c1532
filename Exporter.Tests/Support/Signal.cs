namespace Exporter.Tests.Support;

/// <summary>Signals by their Linux numbers.</summary>
internal enum Signal
{
    Hangup = 1,
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}
