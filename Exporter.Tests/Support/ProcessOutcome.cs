namespace Exporter.Tests.Support;

/// <summary>How a process that ran to its end ended.</summary>
internal sealed record ProcessOutcome(int ExitCode, string Output, string Error)
{
    public override string ToString() => $"exit code {ExitCode}\n--- output\n{Output}\n--- error\n{Error}";
}
