using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Exporter.Configuration;
using Exporter.Traffic.Discovery;

namespace Exporter.Commands.Discover;

/// <summary>What was found, for scripts.</summary>
internal static class DiscoverJson
{
    private static readonly JsonWriterOptions options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(DiscoveryResult found) => Write(json =>
    {
        json.WriteStartArray("servers");
        foreach (var server in found.Servers)
        {
            Write(json, server);
        }

        json.WriteEndArray();
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
        json.WriteStartArray("not_in_file");
        foreach (var server in difference.Missing)
        {
            Write(json, server);
        }

        json.WriteEndArray();
        json.WriteStartArray("not_running");
        foreach (var target in difference.Gone)
        {
            json.WriteStartObject();
            json.WriteString("target", target.Name);
            json.WriteString("url", target.Url.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("changed");
        foreach (var (target, server, change) in difference.Changed)
        {
            json.WriteStartObject();
            json.WriteString("target", target.Name);
            json.WriteString("change", change);
            json.WritePropertyName("server");
            Write(json, server);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, DiscoveredServer server)
    {
        json.WriteStartObject();
        json.WriteString("url", server.Url.GetLeftPart(UriPartial.Authority));
        json.WriteString("server", ServerKindNames.NameOf(server.Kind));
        json.WriteString("product", server.Identity.Product);
        json.WriteString("version", server.Identity.Version);
        json.WriteStartArray("models");
        foreach (var model in server.Identity.Models)
        {
            json.WriteStringValue(model);
        }

        json.WriteEndArray();
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
        json.WriteEndObject();
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

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
