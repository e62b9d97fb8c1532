using System.Globalization;
using System.Text.Json;

namespace Exporter.Probes.Judging;

/// <summary>Finds the value that a JSON Pointer (RFC 6901) names.</summary>
internal static class JsonPointer
{
    /// <param name="pointer">Empty for the whole document, else beginning with a slash.</param>
    /// <returns>False where there is no such value, or where the pointer is none.</returns>
    public static bool TryFind(JsonElement root, string pointer, out JsonElement value)
    {
        value = root;
        if (pointer.Length == 0)
        {
            return true;
        }

        if (pointer[0] != '/')
        {
            return false;
        }

        foreach (var escaped in pointer[1..].Split('/'))
        {
            // The order matters: ~01 is the two characters ~1, not a slash.
            var token = escaped.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (!TryStep(value, token, out value))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryStep(JsonElement parent, string token, out JsonElement value)
    {
        value = default;
        if (parent.ValueKind == JsonValueKind.Object)
        {
            return JsonText.TryGet(parent, token, out value);
        }

        if (parent.ValueKind != JsonValueKind.Array || !TryIndex(token, out var index) || index >= parent.GetArrayLength())
        {
            return false;
        }

        value = parent[index];
        return true;
    }

    /// <summary>Digits only, without leading zeros; <c>-</c> names the element after the last, which never exists.</summary>
    private static bool TryIndex(string token, out int index)
    {
        index = 0;
        var isCanonical = token.Length == 1 || (token.Length > 1 && token[0] != '0');
        return isCanonical && int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out index);
    }
}
