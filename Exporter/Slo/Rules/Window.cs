using System.Globalization;

namespace Exporter.Slo.Rules;

/// <summary>A span of time over which a share is taken.</summary>
/// <param name="Text">As PromQL writes it.</param>
/// <param name="Length">How long it is.</param>
internal sealed record Window(string Text, TimeSpan Length)
{
    public static readonly Window FiveMinutes = new("5m", TimeSpan.FromMinutes(5));
    public static readonly Window HalfHour = new("30m", TimeSpan.FromMinutes(30));
    public static readonly Window Hour = new("1h", TimeSpan.FromHours(1));
    public static readonly Window TwoHours = new("2h", TimeSpan.FromHours(2));
    public static readonly Window SixHours = new("6h", TimeSpan.FromHours(6));
    public static readonly Window Day = new("1d", TimeSpan.FromDays(1));
    public static readonly Window ThreeDays = new("3d", TimeSpan.FromDays(3));

    /// <summary>The period for which objectives are given.</summary>
    public static readonly Window Period = new("30d", TimeSpan.FromDays(30));

    /// <summary>Those that are counted from the exporter's own series.</summary>
    public static readonly IReadOnlyList<Window> Short = [FiveMinutes, HalfHour, Hour, TwoHours, SixHours];

    /// <summary>Those that are added up from recorded five-minute counts, since reading days of samples at every evaluation would cost too much.</summary>
    public static readonly IReadOnlyList<Window> Long = [Day, ThreeDays, Period];

    /// <summary>Fewer probes than this in a window are no share.</summary>
    private const int LeastProbes = 4;

    /// <summary>A window of a whole number of minutes, as a selector writes it.</summary>
    public static Window Of(TimeSpan length) => new(string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(length.TotalMinutes):0}m"), length);

    /// <summary>Whether enough probes fall into it.</summary>
    public bool Holds(TimeSpan interval) => Length >= LeastProbes * interval;

    public override string ToString() => Text;
}
