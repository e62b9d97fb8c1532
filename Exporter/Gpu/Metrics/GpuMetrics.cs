using System.Collections.Frozen;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Exporter.Gpu.Sampling;

namespace Exporter.Gpu.Metrics;

/// <summary>The instruments of the GPUs: one for each row of the catalogue. Their callbacks read memory only.</summary>
internal sealed class GpuMetrics : IDisposable
{
    public const string MeterName = "modelhost_exporter.gpu";

    /// <summary>Series for more GPUs than a host has, since one that is exchanged leaves its place taken.</summary>
    private const int MostGpus = 24;

    private const string ExpectedName = "hw.gpu.expected";
    private const string UpgradePendingName = "hw.gpu.driver.upgrade_pending";

    private static readonly FrozenDictionary<string, GpuMetric> byName = GpuMetricCatalog.Rows.ToFrozenDictionary(row => row.Name);

    private readonly Meter meter = new(MeterName);
    private readonly GpuCollection collection;

    public GpuMetrics(GpuCollection collection)
    {
        this.collection = collection;
        foreach (var row in GpuMetricCatalog.Rows)
        {
            Create(row);
        }

        meter.CreateObservableGauge(ExpectedName, Expected, "", "How many GPUs there should be: those of the last enumeration, and those lost since.");
        meter.CreateObservableGauge(UpgradePendingName, UpgradePending, "", "1 while another driver version waits to be loaded: what starts now may not reach the GPUs until a reboot.");
    }

    /// <summary>For tests, which may run beside others with a meter of the same name.</summary>
    internal Meter Meter => meter;

    /// <summary>The most series that an instrument of this meter can have.</summary>
    internal static int CardinalityLimit(Instrument instrument) =>
        byName.TryGetValue(instrument.Name, out var row) ? row.SeriesPerGpu * MostGpus : 1;

    public void Dispose() => meter.Dispose();

    private void Create(GpuMetric row)
    {
        IEnumerable<Measurement<double>> Observe() => this.Observe(row);
        _ = row.Kind switch
        {
            GpuMetricKind.Gauge => (Instrument)meter.CreateObservableGauge(row.Name, Observe, row.Unit, row.Description),
            GpuMetricKind.UpDownCounter => meter.CreateObservableUpDownCounter(row.Name, Observe, row.Unit, row.Description),
            GpuMetricKind.Counter => meter.CreateObservableCounter(row.Name, Observe, row.Unit, row.Description),
        };
    }

    private IEnumerable<Measurement<double>> Observe(GpuMetric row)
    {
        foreach (var view in collection.Read())
        {
            foreach (var point in row.Points(view))
            {
                yield return new Measurement<double>(point.Value, Tags(row, view, point));
            }
        }
    }

    /// <summary>A list on the stack: this runs for every series at every scrape.</summary>
    private static TagList Tags(GpuMetric row, GpuView view, GpuPoint point)
    {
        var tags = new TagList { { "gpu", view.Index.ToString(CultureInfo.InvariantCulture) } };
        if (point.Instance is { } part)
        {
            tags.Add("hw_id", part.Uuid);
            tags.Add("hw_parent", view.Identity?.Uuid);
            tags.Add("gpu_instance", part.GpuInstanceId.ToString(CultureInfo.InvariantCulture));
            tags.Add("compute_instance", part.ComputeInstanceId.ToString(CultureInfo.InvariantCulture));
        }
        else if (view.Identity is { } identity)
        {
            tags.Add("hw_id", identity.Uuid);
        }

        if (row.HasHardwareType)
        {
            tags.Add("hw_type", "gpu");
        }

        for (var i = 0; i < row.Labels.Count; i++)
        {
            if (point.LabelValues[i] is { } value)
            {
                tags.Add(row.Labels[i], value);
            }
        }

        return tags;
    }

    private IEnumerable<Measurement<int>> UpgradePending() => collection.IsUpgradePending is { } pending ? [new Measurement<int>(pending ? 1 : 0)] : [];

    private IEnumerable<Measurement<int>> Expected() => collection.Expected is { } count ? [new Measurement<int>(count)] : [];
}
