namespace Exporter.Gpu;

/// <summary>How far a failed reading reaches.</summary>
internal enum GpuFailureScope
{
    /// <summary>This reading failed; it says nothing about the state of the GPU.</summary>
    Reading,

    /// <summary>The GPU itself is lost or needs a reset: its hardware status is <c>failed</c>.</summary>
    Card,

    /// <summary>The driver is gone or has been replaced: the session must be closed and opened again.</summary>
    Session,
}
