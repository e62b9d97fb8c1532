namespace Exporter.Hosting;

/// <summary>How the last attempt to load the configuration ended.</summary>
/// <param name="Successful">False where the file had mistakes and the configuration before it runs on.</param>
/// <param name="LastSuccess">When a configuration was last taken over.</param>
/// <param name="Digest">Digest of the configuration in force.</param>
internal sealed record ReloadState(bool Successful, DateTimeOffset LastSuccess, string Digest);
