using System.Reflection;

namespace Exporter.Traffic;

/// <summary>How requests that are no probes introduce themselves, so that an operator can tell their lines in an access log.</summary>
internal static class UserAgent
{
    /// <summary>What every request of this program begins with, the probes' too.</summary>
    public const string Name = "modelhost-exporter";

    /// <summary>Such as <c>modelhost-exporter/0.1.0 (relay)</c>.</summary>
    public static readonly string Relay = Of("relay");

    /// <summary>Such as <c>modelhost-exporter/0.1.0 (discovery)</c>.</summary>
    public static readonly string Discovery = Of("discovery");

    private static string Of(string purpose)
    {
        var version = typeof(UserAgent).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        return $"{Name}/{version.Split('+')[0]} ({purpose})";
    }
}
