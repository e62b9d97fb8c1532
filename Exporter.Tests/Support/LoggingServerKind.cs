namespace Exporter.Tests.Support;

/// <summary>Servers that write access logs.</summary>
internal enum LoggingServerKind
{
    /// <summary>Flask's development server; its output is redirected, so it never opens another file.</summary>
    Werkzeug,

    /// <summary>Opens its log anew at SIGUSR1.</summary>
    Gunicorn,

    /// <summary>A FastAPI application; its output is redirected.</summary>
    Uvicorn,

    /// <summary>Opens its log anew at SIGUSR1, and logs how long a request took.</summary>
    Nginx,
}
