namespace Exporter.Tests.Support;

/// <summary>What serves the Flask application.</summary>
internal enum FlaskRunner
{
    /// <summary>The development server, which many run in production.</summary>
    Werkzeug,

    /// <summary>A production server with one worker.</summary>
    Gunicorn,
}
