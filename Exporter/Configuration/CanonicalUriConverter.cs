using System.Text.Json;
using System.Text.Json.Serialization;

namespace Exporter.Configuration;

/// <summary>Writes the parts of a URL by which URLs are equal, not the way it was typed.</summary>
internal sealed class CanonicalUriConverter : JsonConverter<Uri>
{
    public override Uri Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("The canonical form is never read back.");

    public override void Write(Utf8JsonWriter writer, Uri value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.GetComponents(UriComponents.HttpRequestUrl, UriFormat.SafeUnescaped));
}
