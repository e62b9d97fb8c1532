namespace Exporter.Tests.Support;

/// <summary>What serves the Flask application.</summary>
internal enum FlaskRunner
{
    /// <summary>The development server, which many run in production.</summary>
    Werkzeug,

    /// <summary>The development server with one thread: whoever comes while it answers waits in the kernel's queue.</summary>
    SingleThreaded,

    /// <summary>A production server with one worker.</summary>
    Gunicorn,
}
