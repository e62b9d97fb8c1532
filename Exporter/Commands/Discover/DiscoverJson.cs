using System.Text.Encodings.Web;
using System.Text.Json;
using Exporter.Configuration;
using Exporter.Traffic.Discovery;

namespace Exporter.Commands.Discover;

/// <summary>What was found, for scripts.</summary>
internal static class DiscoverJson
{
    public static string Of(DiscoveryResult found) => Write(json =>
    {
        json.WriteObjects("servers", found.Servers, server => Write(json, server));
        json.WriteStartArray("unanswered_ports");
        foreach (var port in found.Unanswered)
        {
            json.WriteNumberValue(port);
        }

        json.WriteEndArray();
        json.WriteNumber("ports_passed_over", found.PassedOver);
        json.WriteNumber("duration_seconds", Math.Round(found.Duration.TotalSeconds, 3));
    });

    public static string Of(DiscoveryDifference difference) => Write(json =>
    {
        json.WriteObjects("not_in_file", difference.Missing, server => Write(json, server));
        json.WriteObjects("not_running", difference.Gone, target =>
        {
            json.WriteString("target", target.Name);
            json.WriteString("url", target.Url.ToString());
        });
        json.WriteObjects("changed", difference.Changed, changed =>
        {
            json.WriteString("target", changed.Target.Name);
            json.WriteString("change", changed.Change);
            json.WriteStartObject("server");
            Write(json, changed.Server);
            json.WriteEndObject();
        });
    });

    private static string Write(Action<Utf8JsonWriter> write) => JsonReport.Of(write, JavaScriptEncoder.UnsafeRelaxedJsonEscaping) + "\n";

    private static void Write(Utf8JsonWriter json, DiscoveredServer server)
    {
        json.WriteString("url", server.Url.GetLeftPart(UriPartial.Authority));
        json.WriteString("server", ServerKindNames.NameOf(server.Kind));
        json.WriteString("product", server.Identity.Product);
        json.WriteString("version", server.Identity.Version);
        json.WriteTexts("models", server.Identity.Models);
        json.WriteString("found_by", server.Identity.FoundBy);
        json.WriteBoolean("is_target", server.IsTarget);
        json.WriteBoolean("is_loading", server.Identity.IsLoading);
        json.WriteBoolean("on_gpu", server.IsOnGpu);
        json.WriteBoolean("needs_credentials", server.NeedsCredentials);
        WriteOptional(json, "has_metrics", server.HasMetrics);
        if (server.Pid is { } pid)
        {
            json.WriteNumber("pid", pid);
        }
        else
        {
            json.WriteNull("pid");
        }

        json.WriteString("process", server.Process);
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } known)
        {
            json.WriteBoolean(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
