using System.Globalization;
using System.Text.Json;
using Exporter.Probes.Judging;

namespace Exporter.Probes.Protocols;

/// <summary>Reads what <c>GET /api/ps</c> answers: the models that are loaded, and until when.</summary>
internal static class OllamaModels
{
    private const string DefaultTag = ":latest";

    /// <summary>Finds a loaded model.</summary>
    /// <param name="name">As requests name it; without a tag it means <c>latest</c>.</param>
    /// <param name="expiry">When the server unloads it unless it is used; null where it does not say.</param>
    /// <returns>Whether it is loaded; null where the document is no such list.</returns>
    public static bool? IsLoaded(JsonElement root, string name, out DateTimeOffset? expiry)
    {
        expiry = null;
        if (root.ValueKind != JsonValueKind.Object || !JsonText.TryGet(root, "models", out var models))
        {
            return null;
        }

        // Without a model, older servers say null.
        foreach (var model in models.ValueKind == JsonValueKind.Array ? models.EnumerateArray().ToArray() : [])
        {
            if (IsSame(JsonText.StringOf(model, "name"), name) || IsSame(JsonText.StringOf(model, "model"), name))
            {
                expiry = DateTimeOffset.TryParse(JsonText.StringOf(model, "expires_at"), CultureInfo.InvariantCulture, out var at) ? at : null;
                return true;
            }
        }

        return false;
    }

    private static bool IsSame(string? listed, string wanted) =>
        string.Equals(listed, wanted, StringComparison.OrdinalIgnoreCase)
        || string.Equals(listed, wanted + DefaultTag, StringComparison.OrdinalIgnoreCase);
}
