using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Exporter.Hosting.Logging;

/// <summary>One JSON object a line: <c>{"time":…,"level":…,"area":…,"msg":…,"error":…}</c>.</summary>
internal sealed class JsonLineFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "json-lines";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        using var buffer = new MemoryStream(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", time.GetUtcNow().UtcDateTime);
            json.WriteString("level", LogWords.Level(logEntry.LogLevel));
            json.WriteString("area", LogWords.Area(logEntry.Category));
            json.WriteString("msg", logEntry.Formatter(logEntry.State, null));
            if (logEntry.Exception is { } exception)
            {
                json.WriteString("error", LogWords.Error(exception, logEntry.LogLevel));
            }

            json.WriteEndObject();
        }

        textWriter.Write(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n");
    }
}
