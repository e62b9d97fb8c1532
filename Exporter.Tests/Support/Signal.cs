namespace Exporter.Tests.Support;

/// <summary>Signals by their Linux numbers.</summary>
internal enum Signal
{
    Hangup = 1,
    Interrupt = 2,
    Kill = 9,
    UserDefined1 = 10,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}
