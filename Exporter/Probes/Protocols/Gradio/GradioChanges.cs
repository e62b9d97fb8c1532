using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Exporter.Probes.Judging;

namespace Exporter.Probes.Protocols.Gradio;

/// <summary>
/// Applies the changes by which Gradio since 4.17 sends every piece of an answer but the first: for each output a list of
/// <c>[action, path, value]</c>, with the actions replace, append, add and delete.
/// </summary>
internal static class GradioChanges
{
    /// <param name="outputs">The outputs so far.</param>
    /// <param name="changes">The changes to each of them.</param>
    /// <returns>The outputs now; null where the changes do not fit them.</returns>
    public static JsonElement? Apply(JsonElement outputs, JsonElement changes)
    {
        if (outputs.ValueKind != JsonValueKind.Array || changes.ValueKind != JsonValueKind.Array || changes.GetArrayLength() != outputs.GetArrayLength())
        {
            return null;
        }

        try
        {
            var changed = outputs.EnumerateArray().Zip(changes.EnumerateArray(), ApplyAll).ToArray();
            return Array.Exists(changed, static output => output is null) ? null : Written(json => WriteList(json, changed));
        }
        catch (Exception unfit) when (unfit is InvalidOperationException or JsonException)
        {
            // Half of a surrogate pair, or deeper than a document may be.
            return null;
        }
    }

    private static JsonElement? ApplyAll(JsonElement output, JsonElement changes)
    {
        JsonElement? now = output;
        foreach (var change in changes.EnumerateArray())
        {
            if (now is not { } before || GradioChange.Read(change) is not { } read)
            {
                return null;
            }

            now = Written(json => TryWrite(json, before, read, depth: 0));
        }

        return now;
    }

    private static bool WriteList(Utf8JsonWriter json, JsonElement?[] items)
    {
        json.WriteStartArray();
        foreach (var item in items)
        {
            Copy(json, item!.Value);
        }

        json.WriteEndArray();
        return true;
    }

    /// <summary>Writes a value as it is after the change.</summary>
    /// <param name="depth">How many steps of the path lead to the value.</param>
    /// <returns>False where the change does not fit.</returns>
    private static bool TryWrite(Utf8JsonWriter json, JsonElement value, GradioChange change, int depth) => depth == change.Path.Length
        ? TryWriteChanged(json, value, change)
        : value.ValueKind switch
        {
            JsonValueKind.Array => TryWriteArray(json, value, change, depth),
            JsonValueKind.Object => TryWriteObject(json, value, change, depth),
            _ => false,
        };

    private static bool TryWriteChanged(Utf8JsonWriter json, JsonElement value, GradioChange change)
    {
        switch (change.Action)
        {
            case "replace":
                Copy(json, change.Value);
                return true;
            case "append" when value.ValueKind == JsonValueKind.String && change.Value.ValueKind == JsonValueKind.String:
                json.WriteStringValue(value.GetString() + change.Value.GetString());
                return true;
            default:
                return false;
        }
    }

    private static bool TryWriteArray(Utf8JsonWriter json, JsonElement array, GradioChange change, int depth)
    {
        var (adds, deletes) = change.At(depth);
        var length = array.GetArrayLength();
        if (change.Path[depth].ValueKind != JsonValueKind.Number || !change.Path[depth].TryGetInt32(out var at) || at < 0 || at >= (adds ? length + 1 : length))
        {
            return false;
        }

        json.WriteStartArray();
        for (var i = 0; i <= length; i++)
        {
            if (i == at && adds)
            {
                Copy(json, change.Value);
            }

            if (i < length && (i != at || adds))
            {
                Copy(json, array[i]);
            }
            else if (i == at && !adds && !deletes && !TryWrite(json, array[i], change, depth + 1))
            {
                return false;
            }
        }

        json.WriteEndArray();
        return true;
    }

    private static bool TryWriteObject(Utf8JsonWriter json, JsonElement parent, GradioChange change, int depth)
    {
        if (JsonText.StringOf(change.Path[depth]) is not { } name)
        {
            return false;
        }

        var (adds, deletes) = change.At(depth);
        var found = false;
        json.WriteStartObject();
        foreach (var property in parent.EnumerateObject())
        {
            var isIt = property.NameEquals(name);
            found |= isIt;
            if (isIt && (adds || deletes))
            {
                continue;
            }

            json.WritePropertyName(property.Name);
            if (!isIt)
            {
                Copy(json, property.Value);
            }
            else if (!TryWrite(json, property.Value, change, depth + 1))
            {
                return false;
            }
        }

        if (adds)
        {
            json.WritePropertyName(name);
            Copy(json, change.Value);
        }

        json.WriteEndObject();
        return found || adds;
    }

    private static void Copy(Utf8JsonWriter json, JsonElement value) => json.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);

    private static JsonElement? Written(Func<Utf8JsonWriter, bool> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            if (!write(json))
            {
                return null;
            }
        }

        using var document = JsonText.TryParse(buffer.WrittenMemory, out _);
        return document?.RootElement.Clone();
    }
}
