using System.Text.Json;
using Exporter.Probes.Streaming;

namespace Exporter.Probes.Protocols;

/// <summary>How one protocol writes generated text.</summary>
/// <param name="ReadEvent">Reads one event of a stream, whatever JSON it is.</param>
/// <param name="ReadWhole">Reads an answer in one piece, whatever JSON it is.</param>
/// <param name="StreamMediaType">Of a streamed answer.</param>
/// <param name="OpenReader">Reads the events of a body: body, clock, bound of one event, bound of the whole.</param>
internal sealed record GenerationWire(
    Func<JsonElement, GeneratedPart> ReadEvent,
    Func<JsonElement, GeneratedPart> ReadWhole,
    string StreamMediaType,
    Func<Stream, TimeProvider, int, long, IEventReader> OpenReader)
{
    /// <summary>A protocol that streams server-sent events.</summary>
    public static GenerationWire ServerSentEvents(Func<JsonElement, GeneratedPart> readEvent, Func<JsonElement, GeneratedPart> readWhole) =>
        new(readEvent, readWhole, "text/event-stream", static (body, time, maxEvent, maxTotal) => new ServerSentEventReader(body, time, maxEvent, maxTotal));

    /// <summary>A protocol that streams lines of JSON, an answer in one piece being a line like the others.</summary>
    public static GenerationWire JsonLines(Func<JsonElement, GeneratedPart> read) =>
        new(read, read, "application/x-ndjson", static (body, time, maxEvent, maxTotal) => new NdjsonReader(body, time, maxEvent, maxTotal));
}
