namespace Exporter.Gpu;

/// <summary>What came of opening a driver: a session, or why there is none.</summary>
internal sealed record GpuOpening
{
    private GpuOpening()
    {
    }

    public IGpuSession? Session { get; private init; }

    public GpuUnavailable? Unavailable { get; private init; }

    public static GpuOpening Opened(IGpuSession session) => new() { Session = session };

    public static GpuOpening Failed(GpuUnavailable why) => new() { Unavailable = why };

    public static GpuOpening Failed(string reason, string words) => Failed(new GpuUnavailable(reason, words));
}
