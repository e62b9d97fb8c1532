using System.Globalization;
using System.Text;

namespace Exporter.Demo.ModelServer;

/// <summary>What the server counts of itself, published under the names that vLLM has for it. Any thread may count and read.</summary>
internal sealed class ServerCounters
{
    private long running;
    private long promptTokens;
    private long generatedTokens;
    private long stopped;
    private long cutAtLimit;
    private long steps;

    /// <summary>Requests in progress.</summary>
    public long Running => Interlocked.Read(ref running);

    public void Began() => Interlocked.Increment(ref running);

    public void Ended() => Interlocked.Decrement(ref running);

    /// <summary>One token was made: the heartbeat of the engine.</summary>
    public void Generated(int tokens)
    {
        Interlocked.Add(ref generatedTokens, tokens);
        Interlocked.Add(ref steps, tokens);
    }

    /// <summary>A request was answered to its end.</summary>
    public void Answered(Reply reply)
    {
        Interlocked.Add(ref promptTokens, reply.PromptTokens);
        if (reply.FinishReason == "length")
        {
            Interlocked.Increment(ref cutAtLimit);
        }
        else if (reply.FinishReason is not null)
        {
            Interlocked.Increment(ref stopped);
        }
    }

    /// <summary>Prometheus' text format.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        Family(text, "vllm:num_requests_running", "gauge", "Requests in progress.", ("", Running));
        Family(text, "vllm:num_requests_waiting", "gauge", "Requests that wait; the demo server never queues.", ("", 0));
        Family(text, "vllm:kv_cache_usage_perc", "gauge", "Share of the cache that is used, 0 to 1.", ("", Math.Min(1, Running * 0.05)));
        Family(text, "vllm:prompt_tokens_total", "counter", "Tokens of questions.", ("", Interlocked.Read(ref promptTokens)));
        Family(text, "vllm:generation_tokens_total", "counter", "Tokens of answers.", ("", Interlocked.Read(ref generatedTokens)));
        Family(
            text,
            "vllm:request_success_total",
            "counter",
            "Requests that were answered to their end.",
            (",finished_reason=\"stop\"", Interlocked.Read(ref stopped)),
            (",finished_reason=\"length\"", Interlocked.Read(ref cutAtLimit)));
        AddHeartbeat(text);
        return text.ToString();
    }

    /// <summary>A histogram whose count is the number of steps of the engine.</summary>
    private void AddHeartbeat(StringBuilder text)
    {
        var made = Interlocked.Read(ref steps);
        text.Append("# HELP vllm:iteration_tokens_total Tokens made in each step of the engine.\n# TYPE vllm:iteration_tokens_total histogram\n");
        foreach (var series in new[] { "bucket{le=\"1.0\",", "bucket{le=\"+Inf\",", "sum{", "count{" })
        {
            text.Append(CultureInfo.InvariantCulture, $"vllm:iteration_tokens_total_{series}model_name=\"{DemoModelServer.ModelName}\"}} {made}\n");
        }
    }

    private static void Family(StringBuilder text, string name, string type, string help, params ReadOnlySpan<(string Labels, double Value)> series)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
        foreach (var (labels, value) in series)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}{{model_name=\"{DemoModelServer.ModelName}\"{labels}}} {value}\n");
        }
    }
}
