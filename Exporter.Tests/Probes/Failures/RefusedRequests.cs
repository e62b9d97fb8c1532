using Exporter.Tests.Probes.Support;

namespace Exporter.Tests.Probes.Failures;

/// <summary>Answers that say by their status that something is wrong, in the words of the servers that give them.</summary>
internal static class RefusedRequests
{
    public static IEnumerable<Failure> All =>
    [
        Failure.Answered("401", "http_error http_4xx", "status 401: Unauthorized", ProbeBench.Chat(), 401, """{"error":"Unauthorized"}""", "WWW-Authenticate: Bearer\r\n"),
        Failure.Answered("403", "http_error http_4xx", "status 403: Invalid API key", ProbeBench.Chat(), 403, """{"detail":"Invalid API key"}"""),
        Failure.Answered("404", "http_error http_4xx", "status 404: The model `x` does not exist.", ProbeBench.Chat(), 404,
            """{"object":"error","message":"The model `x` does not exist.","type":"NotFoundError","param":null,"code":404}"""),
        Failure.Answered("413", "http_error http_4xx", "status 413: batch size 64 > maximum allowed batch size 32", ProbeBench.Tei(), 413,
            """{"error":"batch size 64 > maximum allowed batch size 32","error_type":"Validation"}"""),
        Failure.Answered("422", "http_error http_4xx", "field required", ProbeBench.Http(), 422,
            """{"detail":[{"loc":["body","text"],"msg":"field required","type":"value_error.missing"}]}"""),
        Failure.Answered("429 with Retry-After", "http_error http_429", "status 429 (Retry-After: 7): Model is overloaded", ProbeBench.Tei(), 429,
            """{"error":"Model is overloaded","error_type":"Overloaded"}""", "Retry-After: 7\r\n"),
        Failure.Answered("500", "http_error http_5xx", "status 500: internal error", ProbeBench.Http(), 500, """{"error":"internal error"}"""),
        Failure.Answered("500 with a traceback", "http_error http_5xx", "status 500: RuntimeError: the model is broken", ProbeBench.Http(), 500,
            "Traceback (most recent call last):\n  File \"app.py\", line 3, in predict\nRuntimeError: the model is broken\n"),
        Failure.Answered("503 loading", "http_error http_5xx", "status 503: Loading model", ProbeBench.Chat(), 503,
            """{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}"""),
        Failure.Answered("503 with Retry-After", "http_error http_5xx", "status 503 (Retry-After: 120)", ProbeBench.Chat(), 503, "", "Retry-After: 120\r\n"),
        Failure.Answered("CUDA out of memory with 500", "http_error out_of_memory", "Tried to allocate 2.00 GiB", ProbeBench.Http(), 500,
            """{"error":"CUDA out of memory. Tried to allocate 2.00 GiB."}"""),
        Failure.Answered("407 of a proxy", "http_error http_4xx", "the proxy wants to know who asks", ProbeBench.Http(), 407, ""),
        Failure.Answered("an error page", "http_error http_5xx", "status 502: 502 Bad Gateway nginx", ProbeBench.Http(), 502,
            "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body></html>"),
        Failure.Answered("a redirect that nobody follows", "invalid assertion", "status 307 (Location: /login)", ProbeBench.Http(), 307, "", "Location: /login?token=1\r\n"),
    ];
}
