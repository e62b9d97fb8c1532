namespace Exporter.Traffic.State;

/// <summary>The label values of the states.</summary>
internal static class TargetStateNames
{
    public static readonly IReadOnlyList<TargetState> All = Enum.GetValues<TargetState>();

    public static string Label(this TargetState state) => state switch
    {
        TargetState.Ok => "ok",
        TargetState.Saturated => "saturated",
        TargetState.Stalled => "stalled",
        TargetState.Loading => "loading",
        TargetState.Sleeping => "sleeping",
        TargetState.Down => "down",
        TargetState.GpuFailed => "gpu_failed",
        TargetState.GpuLostContext => "gpu_lost_context",
    };
}
