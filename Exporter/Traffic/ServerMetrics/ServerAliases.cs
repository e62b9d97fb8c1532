using Exporter.Configuration;

namespace Exporter.Traffic.ServerMetrics;

/// <summary>
/// The names under which servers say the common facts: a rename in a new version is one more word in one row. Where several
/// engines, models or ranks say the same, their values are added; a share is the worst of them.
/// </summary>
internal static class ServerAliases
{
    /// <summary>First words of each kind's names; the first row that fits names the server.</summary>
    public static readonly IReadOnlyList<(string Prefix, ServerKind Server)> Prefixes =
    [
        ("vllm:", ServerKind.Vllm),
        ("sglang:", ServerKind.Sglang),
        ("llamacpp:", ServerKind.LlamaCpp),
        ("tgi_", ServerKind.Tgi),
        ("te_", ServerKind.Tei),
        ("nv_inference_", ServerKind.Triton),
        ("nv_trt_llm_", ServerKind.Triton),
        ("ts_inference_", ServerKind.TorchServe),
        ("litellm_", ServerKind.LiteLlm),
        ("bentoml_", ServerKind.BentoMl),
        (":tensorflow:serving:", ServerKind.TfServing),
    ];

    /// <summary>Labels that hold the name of the model.</summary>
    public static readonly IReadOnlyList<string> ModelLabels = ["model_name", "model", "name"];

    public static readonly IReadOnlyList<ServerAlias> All =
    [
        new(ServerKind.Vllm, ServerFact.Running, ["vllm:num_requests_running"]),
        new(ServerKind.Vllm, ServerFact.Waiting, ["vllm:num_requests_waiting"]),
        new(ServerKind.Vllm, ServerFact.KvCacheUtilization, ["vllm:kv_cache_usage_perc", "vllm:gpu_cache_usage_perc"], IsWorst: true),
        new(ServerKind.Vllm, ServerFact.InputTokens, ["vllm:prompt_tokens_total"]),
        new(ServerKind.Vllm, ServerFact.OutputTokens, ["vllm:generation_tokens_total"]),
        new(ServerKind.Vllm, ServerFact.CachedTokens, ["vllm:prefix_cache_hits_total", "vllm:gpu_prefix_cache_hits_total"]),
        new(ServerKind.Vllm, ServerFact.Heartbeat, ["vllm:iteration_tokens_total_count", "vllm:generation_tokens_total"]),
        new(ServerKind.Vllm, ServerFact.Awake, ["vllm:engine_sleep_state"], "sleep_state", "awake"),

        new(ServerKind.Sglang, ServerFact.Running, ["sglang:num_running_reqs"]),
        new(ServerKind.Sglang, ServerFact.Waiting, ["sglang:num_queue_reqs"]),
        new(ServerKind.Sglang, ServerFact.KvCacheUtilization, ["sglang:token_usage"], IsWorst: true),
        new(ServerKind.Sglang, ServerFact.InputTokens, ["sglang:prompt_tokens_total"]),
        new(ServerKind.Sglang, ServerFact.OutputTokens, ["sglang:generation_tokens_total"]),
        new(ServerKind.Sglang, ServerFact.CachedTokens, ["sglang:cached_tokens_total"]),

        // Its token counters move when a request ends; what moves meanwhile is written with every batch of tokens.
        new(ServerKind.Sglang, ServerFact.Heartbeat, ["sglang:realtime_tokens_total", "sglang:inter_token_latency_seconds_count", "sglang:time_per_output_token_seconds_count", "sglang:generation_tokens_total"]),

        new(ServerKind.LlamaCpp, ServerFact.Running, ["llamacpp:requests_processing"]),
        new(ServerKind.LlamaCpp, ServerFact.Waiting, ["llamacpp:requests_deferred"]),
        new(ServerKind.LlamaCpp, ServerFact.KvCacheUtilization, ["llamacpp:kv_cache_usage_ratio"], IsWorst: true),
        new(ServerKind.LlamaCpp, ServerFact.InputTokens, ["llamacpp:prompt_tokens_total"]),
        new(ServerKind.LlamaCpp, ServerFact.OutputTokens, ["llamacpp:tokens_predicted_total"]),
        new(ServerKind.LlamaCpp, ServerFact.Heartbeat, ["llamacpp:n_decode_total", "llamacpp:tokens_predicted_total"]),

        new(ServerKind.Tgi, ServerFact.Running, ["tgi_batch_current_size"]),
        new(ServerKind.Tgi, ServerFact.Waiting, ["tgi_queue_size"]),
        new(ServerKind.Tgi, ServerFact.InputTokens, ["tgi_request_input_length_sum"]),
        new(ServerKind.Tgi, ServerFact.OutputTokens, ["tgi_request_generated_tokens_sum"]),
        new(ServerKind.Tgi, ServerFact.Heartbeat, ["tgi_batch_forward_duration_count", "tgi_batch_inference_duration_count"]),

        // It counts an empty look at its queue as a batch, so batches are no sign of life; inferences are.
        new(ServerKind.Tei, ServerFact.Waiting, ["te_queue_size"]),
        new(ServerKind.Tei, ServerFact.InputTokens, ["te_request_input_length_sum"]),
        new(ServerKind.Tei, ServerFact.Heartbeat, ["te_request_inference_duration_count"]),

        new(ServerKind.Triton, ServerFact.Running, ["nv_trt_llm_request_metrics"], "request_type", "scheduled"),
        new(ServerKind.Triton, ServerFact.Waiting, ["nv_trt_llm_request_metrics"], "request_type", "waiting"),
        new(ServerKind.Triton, ServerFact.Waiting, ["nv_inference_pending_request_count"]),
        new(ServerKind.Triton, ServerFact.KvCacheUtilization, ["nv_trt_llm_kv_cache_block_metrics"], "kv_cache_block_type", "fraction", IsWorst: true),
        new(ServerKind.Triton, ServerFact.Heartbeat, ["nv_inference_exec_count"]),
    ];

    /// <summary>Names that a reading of any kind of server needs.</summary>
    public static readonly IReadOnlySet<string> Wanted = All.SelectMany(static alias => alias.Names).ToHashSet(StringComparer.Ordinal);
}
