using System.Reflection;

namespace Exporter.Probes.Transport;

/// <summary>How every probe introduces itself, so that an operator can tell its lines in an access log.</summary>
internal static class UserAgent
{
    /// <summary>Such as <c>modelhost-exporter/0.1.0</c>.</summary>
    public static readonly string Value = "modelhost-exporter/" + Version();

    private static string Version()
    {
        var version = typeof(UserAgent).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        return version.Split('+')[0];
    }
}
