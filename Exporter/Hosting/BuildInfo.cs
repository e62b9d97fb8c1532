using System.Reflection;
using System.Runtime.InteropServices;

namespace Exporter.Hosting;

/// <summary>What this build is.</summary>
internal static class BuildInfo
{
    public const string Name = "modelhost-exporter";

    /// <summary>The informational version: <c>1.2.3</c> or <c>1.2.3+commit</c>.</summary>
    private static readonly string Informational =
        typeof(BuildInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    public static string Version { get; } = Informational.Split('+')[0];

    /// <summary>Commit of the source; <c>unknown</c> where the build had no repository.</summary>
    public static string Revision { get; } = Informational.Split('+') is [_, var revision, ..] ? revision : "unknown";

    public static string Runtime { get; } = RuntimeInformation.FrameworkDescription;
}
