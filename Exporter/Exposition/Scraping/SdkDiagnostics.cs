using System.Diagnostics.Tracing;
using Microsoft.Extensions.Logging;

namespace Exporter.Exposition.Scraping;

/// <summary>
/// Brings into our log what OpenTelemetry tells nobody: a callback that threw, an instrument beyond the limit, a push that failed.
/// </summary>
/// <remarks>The same text is told once in <see cref="Repeat"/>, however often it happens.</remarks>
internal sealed class SdkDiagnostics : EventListener
{
    /// <summary>How long a text stays told.</summary>
    public static readonly TimeSpan Repeat = TimeSpan.FromMinutes(10);

    private const string Sdk = "OpenTelemetry-Sdk";
    private const string Otlp = "OpenTelemetry-Exporter-OpenTelemetryProtocol";
    private const int MaxTold = 256;

    /// <summary>The SDK's warnings worth a line. The others are about choices of ours: meters not taken up, one name on several meters.</summary>
    private static readonly HashSet<string> Wanted = ["ObservableInstrumentCallbackException", "MetricReaderException", "MeasurementDropped", "MetricViewIgnored", "MetricViewException"];

    private readonly Dictionary<string, long> told = new(StringComparer.Ordinal);
    private readonly TimeProvider? time;
    private readonly ILogger? logger;

    public SdkDiagnostics(TimeProvider time, ILogger logger)
    {
        this.time = time;
        this.logger = logger;
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name is Sdk or Otlp)
        {
            EnableEvents(eventSource, EventLevel.Warning);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        // The base class listens before our constructor has run.
        if (logger is null || time is null || !IsWanted(eventData))
        {
            return;
        }

        var message = MessageOf(eventData);
        if (IsNew(message))
        {
            Log.SdkWarning(logger, message);
        }
    }

    private static bool IsWanted(EventWrittenEventArgs eventData) =>
        eventData.EventSource.Name == Otlp
        || Wanted.Contains(eventData.EventName ?? string.Empty)
        || (eventData.EventName == "MetricInstrumentIgnored" && MessageOf(eventData).Contains("Maximum allowed", StringComparison.Ordinal));

    private static string MessageOf(EventWrittenEventArgs eventData)
    {
        var payload = eventData.Payload is null ? [] : eventData.Payload.ToArray();
        try
        {
            return string.Format(System.Globalization.CultureInfo.InvariantCulture, eventData.Message ?? eventData.EventName ?? "event", payload);
        }
        catch (FormatException)
        {
            return eventData.Message ?? "event";
        }
    }

    private bool IsNew(string message)
    {
        var now = time!.GetTimestamp();
        lock (told)
        {
            if (told.TryGetValue(message, out var last) && time.GetElapsedTime(last, now) < Repeat)
            {
                return false;
            }

            if (told.Count >= MaxTold)
            {
                told.Clear();
            }

            told[message] = now;
            return true;
        }
    }
}
