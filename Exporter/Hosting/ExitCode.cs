namespace Exporter.Hosting;

/// <summary>Exit codes of every command.</summary>
internal static class ExitCode
{
    /// <summary>Done; for a daemon: stopped because it was asked to.</summary>
    public const int Success = 0;

    /// <summary>Failed at run time, such as an address in use.</summary>
    public const int Failure = 1;

    /// <summary>The arguments or the configuration are wrong; nothing was started.</summary>
    public const int Usage = 2;
}
