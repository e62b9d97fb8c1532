using System.Security.Cryptography;
using System.Text.Json;
using Exporter.Configuration.Probes;

namespace Exporter.Configuration;

/// <summary>A fingerprint of what a configuration says: the same for two files that mean the same, however they are laid out.</summary>
internal static class ConfigDigest
{
    /// <summary>SHA-256 as 64 lower-case hex digits; no secret goes into it, as the configuration holds none.</summary>
    public static string Compute(ExporterConfig config) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(config, CanonicalForm.Default.ExporterConfig)));

    /// <summary>The same of a set of cases: another question, expectation or order is another set.</summary>
    public static string Compute(ValueList<QualityCaseConfig> cases) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(cases, CanonicalForm.Default.ValueListQualityCaseConfig)));
}
