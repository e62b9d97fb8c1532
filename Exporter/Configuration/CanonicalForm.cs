using System.Text.Json.Serialization;

namespace Exporter.Configuration;

/// <summary>The configuration as one JSON text: every property of every record in a fixed order, nothing of the file's layout. Only for comparing; it is never read back.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, UseStringEnumConverter = true, Converters = [typeof(CanonicalUriConverter)])]
[JsonSerializable(typeof(ExporterConfig))]
internal sealed partial class CanonicalForm : JsonSerializerContext;
