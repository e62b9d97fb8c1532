namespace Exporter.Tests.Support;

/// <summary>What serves an application of the fixtures.</summary>
internal enum PythonRunner
{
    /// <summary>Flask's development server, which many run in production.</summary>
    Werkzeug,

    /// <summary>The development server with one thread: whoever comes while it answers waits in the kernel's queue.</summary>
    SingleThreaded,

    /// <summary>The Flask application under a production server with one worker.</summary>
    Gunicorn,

    /// <summary>The FastAPI application under its usual server.</summary>
    Uvicorn,

    /// <summary>The FastAPI application as a worker that gunicorn watches over.</summary>
    GunicornWithUvicorn,
}
