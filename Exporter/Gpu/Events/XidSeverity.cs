namespace Exporter.Gpu.Events;

/// <summary>How much an Xid error says about the health of a GPU.</summary>
internal enum XidSeverity
{
    /// <summary>The GPU or its links are out of order: drain and reset, reboot, or follow the vendor's workflow.</summary>
    Critical,

    /// <summary>The application on it must be restarted; often repeated, it is the hardware.</summary>
    Warning,

    /// <summary>Usually a fault of the program that ran, or a note that accompanies another error; never worth an alert by itself.</summary>
    Application,

    /// <summary>Not in our table.</summary>
    Unclassified,
}
