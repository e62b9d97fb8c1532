namespace Exporter.Configuration.Traffic;

/// <summary>How the lines of an access log are written.</summary>
internal enum AccessLogFormat
{
    /// <summary>Flask's development server and everything else on Werkzeug's.</summary>
    Werkzeug,

    /// <summary>uvicorn: FastAPI, Starlette, and what is built on them.</summary>
    Uvicorn,

    /// <summary>vLLM: uvicorn's lines behind a prefix.</summary>
    Vllm,

    /// <summary>gunicorn's default, which is the combined format, with or without a duration behind it.</summary>
    Gunicorn,

    /// <summary>nginx's combined format, with or without timing fields behind it.</summary>
    Nginx,

    /// <summary>One JSON object a line.</summary>
    Json,

    /// <summary>A regular expression of the configuration.</summary>
    Regex,
}
