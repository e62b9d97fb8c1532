"""Model probes: rate, errors, duration of the synthetic requests, the answers' quality, and real traffic beside them."""

from common import OUTCOMES, PROBE, TARGET_STATE, TARGET_STATES, mean, quantile, share, without_zeros
from kit import (
    BAD, GOOD, NEUTRAL, NONE_ASKED, NOTICE, WARNING, Row, bars, coloured, dashboard, dashed, heatmap, query, series, stacked_bars, stat, steps, timeline,
)

DURATION = "probe_request_duration_seconds"
FIRST_TOKEN = "probe_time_to_first_token_seconds"
PHASES = {"resolve": "purple", "connect": NEUTRAL, "tls": NOTICE, "processing": WARNING, "transfer": GOOD}


def top():
    return [
        stat("Probes failing", "Probes whose last attempt failed. Metric: probe_success.",
             "0.", "see Errors by type below; `modelhost-exporter probe TARGET/PROBE` asks once and shows the whole exchange.",
             query("sum(1 - probe_success{@probe})", form="instant"), thresholds=steps(GOOD, 1, BAD)),
        stat("Success", "Share of the probes in the time range that got a whole and expected answer in time. Metric: probe_requests_total.",
             "at or above the promised availability.", "a low share with few errors now is history: narrow the time range.",
             query(share('sum(increase(probe_requests_total{@probe,outcome="success"}[$__range]))', "sum(increase(probe_requests_total{@probe}[$__range]))"), form="instant"),
             unit="percentunit", decimals=2, mappings=[NONE_ASKED], thresholds=steps(BAD, 0.99, WARNING, 0.995, GOOD)),
        stat("Mean duration, 1 h", "Mean of successful probes. A mean hides the slow ones; it is here because it moves first. Metric: probe_request_duration_seconds.",
             "close to the median.", "far above the median means a few very slow answers: look at the heatmap.",
             query(f"sum(increase({DURATION}_sum{{@probe}}[1h])) / sum(increase({DURATION}_count{{@probe}}[1h]))", form="instant"),
             unit="s", mappings=[NONE_ASKED], thresholds=steps(GOOD, 1, NOTICE, 3, WARNING)),
        stat("Slowest P95, 1 h", "95th percentile of the slowest chosen probe. Metric: probe_request_duration_seconds.",
             "below 3 s or what the SLO says.", "choose that probe alone and read the phases.",
             query(f"max({quantile(0.95, DURATION, 'probe', PROBE, '1h')})", form="instant"),
             unit="s", mappings=[NONE_ASKED], thresholds=steps(GOOD, 3, WARNING, 5, BAD)),
        stat("Slowest TTFT P95", "95th percentile of the time to the first generated token. Metric: probe_time_to_first_token_seconds.",
             "below 1 s for chat.", "a long first token with normal decoding is a queue or a long prefill.",
             query(f"max({quantile(0.95, FIRST_TOKEN, 'probe', PROBE, '1h')})", form="instant"),
             unit="s", mappings=[NONE_ASKED], thresholds=steps(GOOD, 1, WARNING, 2, BAD)),
        stat("Slowest decoding", "Output tokens a second of the last streamed probe, of the slowest one. Metric: probe_output_tokens_per_second.",
             "at the rate this model had on the day of its rollout.", "half of it usually means twice the batch; a tenth of it a throttled or shared GPU.",
             query("min(probe_output_tokens_per_second{@probe})", form="instant"), unit="none", decimals=0),
        stat("Oldest running", "Age of the longest running probe; a hung server shows here before the time-out. Metric: probe_in_flight_age_seconds.",
             "Idle, or below a second.", "it grows towards the time-out: the server took the request and does not answer.",
             query("max(probe_in_flight_age_seconds{@probe}) or 0 * max(probe_in_flight{@probe})", form="instant"),
             unit="s", decimals=1, thresholds=steps(GOOD, 2, NOTICE, 5, WARNING)),
        stat("Right answers", "Share of cases with a known class that were answered with it, in the time range. Unanswered cases do not count. Metric: probe_quality_results_total.",
             "at or above 90 %, and above all unchanged.", "a step down after a rollout is the rollout; see recall by class.",
             query('sum(increase(probe_quality_results_total{@probe,outcome="tp"}[$__range])) / sum(increase(probe_quality_results_total{@probe,outcome=~"tp|fn"}[$__range]))', form="instant"),
             unit="percentunit", decimals=1, mappings=[NONE_ASKED], thresholds=steps(BAD, 0.8, WARNING, 0.9, GOOD)),
    ]


def rate_and_errors():
    return [
        Row("Rate and errors"),
        series("Probe rate by outcome",
               "Synthetic requests a second by what came of them; not the users' traffic. Metric: probe_requests_total.",
               "success alone, flat: the configured intervals set the rate.", "timeout: slow or hung; connect_error: nobody listens; http_error: it says so itself; invalid: the answer is wrong.",
               query("sum by (outcome) (rate(probe_requests_total{@probe}[$__rate_interval]))", "{{outcome}}"),
               unit="reqps", stack=True, overrides=coloured(**OUTCOMES)),
        series("Failures by error type",
               "Failed probes by cause, counted per interval of the graph. Metric: probe_errors_total.",
               "empty bars.", "out_of_memory and http_5xx: the server's log; timeout_first_token: queue or hang; assertion: it answers, wrongly; connection_refused: it is down.",
               query(without_zeros("error_type", "increase(probe_errors_total{@probe}[$__rate_interval])"), "{{error_type}}"),
               unit="short", stack=True, bars=True),
        series("Success rate",
               "Share of probes that succeeded, over five minutes. Metric: probe_requests_total.",
               "1.", "one probe of a target failing while its others do not points at the model, all of them at the server or the host.",
               query(share(f'sum by ({PROBE}) (increase(probe_requests_total{{@probe,outcome="success"}}[5m]))', f"sum by ({PROBE}) (increase(probe_requests_total{{@probe}}[5m]))"), "{{target}}/{{probe}}"),
               unit="percentunit", most=1),
    ]


def duration():
    return [
        Row("Duration"),
        series("Duration: mean, P50, P95, P99 and what was promised",
               "Of successful probes: mean and percentiles of the last hour (P99: six hours; fewer samples would say nothing). Dashed: the thresholds of the SLO. Metrics: probe_request_duration_seconds, slo_threshold_seconds.",
               "P95 below its threshold.", "P50 up with it: everything is slower (model, GPU clocks); P95 alone: queueing.",
               query(f"sum(increase({DURATION}_sum{{@probe}}[1h])) / sum(increase({DURATION}_count{{@probe}}[1h]))", "mean"),
               query(f"histogram_quantile(0.5, sum by (le) (increase({DURATION}_bucket{{@probe}}[1h])))", "P50"),
               query(f"max({quantile(0.95, DURATION, 'probe', PROBE, '1h')})", "P95, slowest probe"),
               query(f"max({quantile(0.99, DURATION, 'probe', PROBE, '6h')})", "P99, slowest probe (6 h)"),
               query('max by (slo) (slo_threshold_seconds{@target,slo=~"latency_.*"})', "SLO {{slo}}"),
               unit="s", overrides=[dashed("/^SLO/")]),
        heatmap("Duration heatmap",
                "How many successful probes fell into which bucket. Metric: probe_request_duration_seconds.",
                "one narrow band.", "two bands are two kinds of answers (cache hit or miss, two replicas); a band that climbs is a queue.",
                f"sum by (le) (increase({DURATION}_bucket{{@probe}}[$__rate_interval]))", "s"),
        stacked_bars("Where the last probe's time went",
                     "Phases of the last probe: name lookup, TCP connect, TLS handshake, until the headers, until the end. Metric: probe_http_duration_seconds.",
                     "processing and transfer alone are visible.", "resolve: the name server; connect: a full accept queue; processing: queue and prefill; transfer: decoding.",
                     query("sum by (probe, phase) (probe_http_duration_seconds{@probe})", form="table"),
                     row="probe", column="phase", unit="s", overrides=coloured(**PHASES)),
        series("Duration by probe, P95 of 1 h",
               "95th percentile of each probe. Metric: probe_request_duration_seconds.",
               "flat.", "compare with the GPU dashboard at the same time: throttled clocks slow every probe of that card.",
               query(quantile(0.95, DURATION, "probe", "target, probe", "1h"), "{{target}}/{{probe}}"), unit="s"),
        series("Phases over time",
               "Mean over the chosen probes of each phase of their last attempt. Metric: probe_http_duration_seconds.",
               "processing and transfer, steady.", "see which colour grows.",
               query("avg by (phase) (probe_http_duration_seconds{@probe})", "{{phase}}"),
               unit="s", stack=True, overrides=coloured(**PHASES)),
        series("Time the server reports",
               "Mean of what the server itself says of successful probes: queue, prefill, decode, inference, load. Only some protocols tell. Metric: probe_server_duration_seconds.",
               "queue near zero.", "queue grows: too little capacity; prefill grows: longer prompts or a cold prefix cache; load: the model was unloaded.",
               query(mean("probe_server_duration_seconds", "probe", "target, probe, phase", "5m"), "{{target}}/{{probe}} {{phase}}"), unit="s"),
    ]


def generation():
    return [
        Row("Streamed generation"),
        series("Time to first token",
               "From sending to the first generated token, successful streamed probes: median and P95 of the last hour. Dashed: the SLO. Metrics: probe_time_to_first_token_seconds, slo_threshold_seconds.",
               "P95 below its threshold.", "queue or prefill; check requests waiting and the KV cache.",
               query(f"histogram_quantile(0.5, sum by (le) (increase({FIRST_TOKEN}_bucket{{@probe}}[1h])))", "P50"),
               query(f"max({quantile(0.95, FIRST_TOKEN, 'probe', PROBE, '1h')})", "P95, slowest probe"),
               query('max by (slo) (slo_threshold_seconds{@target,slo=~"ttft_.*"})', "SLO {{slo}}"),
               unit="s", overrides=[dashed("/^SLO/")]),
        heatmap("Time to first token, heatmap",
                "How many streamed probes fell into which bucket. Metric: probe_time_to_first_token_seconds.",
                "one narrow band.", "a second band far above the first is requests that waited for a slot.",
                f"sum by (le) (increase({FIRST_TOKEN}_bucket{{@probe}}[$__rate_interval]))", "s"),
        series("Time per output token",
               "(last - first token) / (n - 1): median and P95 of the last hour. Metric: probe_time_per_output_token_seconds.",
               "below 50 ms, which is faster than people read.", "batch size, throttled clocks, or a neighbour on the same card.",
               query("histogram_quantile(0.5, sum by (le) (increase(probe_time_per_output_token_seconds_bucket{@probe}[1h])))", "P50"),
               query(f"max({quantile(0.95, 'probe_time_per_output_token_seconds', 'probe', PROBE, '1h')})", "P95, slowest probe"), unit="s"),
        series("Output tokens per second",
               "Decode speed of each last streamed probe. Metric: probe_output_tokens_per_second.",
               "steady.", "compare with the real load: it falls as the batch grows.",
               query("probe_output_tokens_per_second{@probe}", "{{target}}/{{probe}}"), unit="none"),
        series("Largest gap between chunks",
               "Longest silence within the last streamed answer. Metric: probe_inter_chunk_max_gap_seconds.",
               "a few times the time per token.", "gaps of seconds are stalls: preemption, swapping of the KV cache, a blocked event loop.",
               query("probe_inter_chunk_max_gap_seconds{@probe}", "{{target}}/{{probe}}"), unit="s"),
        series("Tokens that the probes cost",
               "Tokens a second by kind, as the server counts them. Metric: probe_tokens_total.",
               "small against the real traffic.", "lengthen the interval or lower max_tokens; cached tokens say that the prefix cache works for probes too.",
               query("sum by (token_type) (rate(probe_tokens_total{@probe}[$__rate_interval]))", "{{token_type}}"), unit="none", stack=True),
    ]


def traffic():
    energy = "sum by (job, instance, target) (increase(target_gpu_energy_joules_total{@target}[$__rate_interval]))"
    return [
        Row("Real traffic and concurrency"),
        timeline("State of the model servers",
                 "The verdict over probes, queue, heartbeat, sockets and GPU. Metric: target_state.",
                 "one green line a target.", "stalled: it takes requests and does nothing; saturated: it works and cannot keep up; gpu_lost_context: it answers without its GPU.",
                 query(TARGET_STATE, "{{instance}} {{target}}"), values=TARGET_STATES, width=24, height=5),
        series("Real request rate by route",
               "Users' requests a second from the access log, without the probes. Metric: target_http_requests_total.",
               "what the time of day lets expect.", "zero while the server is up: look at the load balancer; a jump: at the clients.",
               query("sum by (target, route) (rate(target_http_requests_total{@target}[$__rate_interval]))", "{{target}} {{route}}"), unit="reqps", stack=True),
        series("Real error share",
               "Share of users' requests answered with 5xx, and with 4xx. Metric: target_http_requests_total.",
               "0 for 5xx.", "probes fine and users failing: their prompts are longer, or of another route; 4xx: a client was rolled out.",
               query(share('sum by (target) (rate(target_http_requests_total{@target,status=~"5.."}[$__rate_interval]))', "sum by (target) (rate(target_http_requests_total{@target}[$__rate_interval]))"), "{{target}} 5xx"),
               query(share('sum by (target) (rate(target_http_requests_total{@target,status=~"4.."}[$__rate_interval]))', "sum by (target) (rate(target_http_requests_total{@target}[$__rate_interval]))"), "{{target}} 4xx"),
               unit="percentunit"),
        series("Real request duration",
               "Mean and P95 over ten minutes, where the access log carries durations. Metric: target_http_request_duration_seconds.",
               "of the order of the probes' own.", "far above them: users send more than the probe does.",
               query(mean("target_http_request_duration_seconds", "target", "target", "10m"), "{{target}} mean"),
               query("histogram_quantile(0.95, sum by (le, target) (increase(target_http_request_duration_seconds_bucket{@target}[10m])))", "{{target}} P95"), unit="s"),
        series("Accept queue",
               "Connections that the kernel holds because the server has not taken them yet: now, the most since the last scrape, and that as a share of what fits (dashed, right). Metrics: target_accept_queue_length, target_accept_queue_max, target_accept_queue_limit.",
               "0.", "a single-threaded or blocked server: more workers; at the limit new clients get no answer at all.",
               query("target_accept_queue_length{@target}", "{{target}} now"), query("target_accept_queue_max{@target}", "{{target}} highest"),
               query("target_accept_queue_max{@target} / target_accept_queue_limit{@target}", "{{target}} share of the limit"), unit="short",
               overrides=[dashed("/limit$/"), {"matcher": {"id": "byRegexp", "options": "/limit$/"}, "properties": [
                   {"id": "unit", "value": "percentunit"}, {"id": "custom.axisPlacement", "value": "right"}, {"id": "max", "value": 1}]}]),
        series("Connections by state",
               "TCP connections of the target's port without the probes' own. Metric: target_connections.",
               "established follows the users.", "close_wait that grows: the server forgets to close; syn_recv: the accept queue is full.",
               query(without_zeros("state", "target_connections{@target}", "target, "), "{{target}} {{state}}"), unit="short", stack=True),
        series("Requests running and waiting",
               "Concurrency as the server reports it (users and probes), probes in flight, and of a Gradio app the place in its queue that the last probe was given. Metrics: target_requests_running, target_requests_waiting, probe_in_flight, probe_queue_rank.",
               "waiting near 0.", "waiting above 0 for minutes: more capacity or fewer clients; running without progress: see the state.",
               query("sum by (target) (target_requests_running{@target})", "{{target}} running"), query("sum by (target) (target_requests_waiting{@target})", "{{target}} waiting"),
               query("sum by (target) (probe_in_flight{@target})", "{{target}} probes in flight"), query("probe_queue_rank{@probe}", "{{target}}/{{probe}} place in the queue"), unit="short"),
        series("KV cache in use",
               "Share of the server's KV cache that is taken. Metric: target_kv_cache_utilization_ratio.",
               "below 0.9.", "full caches preempt running requests: time per token and TTFT jump.",
               query("target_kv_cache_utilization_ratio{@target}", "{{target}}"), unit="percentunit", most=1),
        series("Real tokens per second",
               "Tokens that the server worked through, by kind, as it reports them. Metric: target_tokens_total.",
               "follows the request rate.", "requests without output tokens: it prefills only, or hangs.",
               query("sum by (target, token_type) (rate(target_tokens_total{@target}[$__rate_interval]))", "{{target}} {{token_type}}"), unit="none", stack=True),
        series("Energy per token and per request",
               "GPU energy of the target by what it did for it; shared cards are split by the driver's estimate. Metrics: target_gpu_energy_joules_total, target_tokens_total, target_http_requests_total.",
               "steady, lower with larger batches.", "it rises when the card idles with a model loaded: fewer replicas or smaller cards.",
               query(f'{energy} / (sum by (job, instance, target) (increase(target_tokens_total{{@target,token_type="output"}}[$__rate_interval])) > 0)', "{{target}} per output token"),
               query(f"{energy} / (sum by (job, instance, target) (increase(target_http_requests_total{{@target}}[$__rate_interval])) > 0)", "{{target}} per request"), unit="joule"),
    ]


def quality():
    right = 'sum by (target, probe, class) (increase(probe_quality_results_total{@probe,outcome="tp"}[1h]))'
    return [
        Row("Quality of the answers"),
        series("Accuracy",
               "Share of cases with a known class that were answered with it, last hour. An outage is no drop of quality. Metric: probe_quality_results_total.",
               "at or above 0.9 and unchanged.", "a step after a rollout is the rollout; a slow decline of a fixed model cannot be: look for changed preprocessing.",
               query('sum by (target, probe) (increase(probe_quality_results_total{@probe,outcome="tp"}[1h])) / sum by (target, probe) (increase(probe_quality_results_total{@probe,outcome=~"tp|fn"}[1h]))', "{{target}}/{{probe}}"),
               unit="percentunit", most=1, mappings=[NONE_ASKED], thresholds=steps(BAD, 0.9, GOOD)),
        series("Recall by class",
               "Of the cases of a class, the share that was found, last hour. Metric: probe_quality_results_total.",
               "every class near 1.", "one class falls: its examples, its label's spelling, its threshold.",
               query(f'{right} / sum by (target, probe, class) (increase(probe_quality_results_total{{@probe,outcome=~"tp|fn"}}[1h]))', "{{probe}} {{class}}"), unit="percentunit", most=1),
        series("Precision by class",
               "Of the answers with a class, the share that was right, last hour. Metric: probe_quality_results_total.",
               "every class near 1.", "low precision with full recall: the model answers this class to everything.",
               query(f'{right} / sum by (target, probe, class) (increase(probe_quality_results_total{{@probe,outcome=~"tp|fp"}}[1h]))', "{{probe}} {{class}}"), unit="percentunit", most=1),
        heatmap("Scores of what is relevant",
                "Distribution of the scores given to documents known to fit. Metric: probe_quality_score.",
                "a band near the top.", "a band that sinks is drift: a changed model, or a scale without its sigmoid.",
                'sum by (le) (increase(probe_quality_score_bucket{@probe,expected="relevant"}[$__rate_interval]))', "none"),
        heatmap("Scores of what is irrelevant",
                "Distribution of the scores given to documents known not to fit. Metric: probe_quality_score.",
                "a band near the bottom.", "when it meets the other band the reranker no longer tells them apart.",
                'sum by (le) (increase(probe_quality_score_bucket{@probe,expected="irrelevant"}[$__rate_interval]))', "none"),
        series("High scores and ranking",
               "Scores at or above high_score as a share of the judged ones, pairs of documents in the expected order, and the mean reciprocal rank of the best document; last hour. "
               "Metrics: probe_quality_high_scores_total, probe_quality_score, probe_quality_ranking_pairs_total, probe_quality_ranking_reciprocal_rank.",
               "unchanged; order and reciprocal rank near 1.", "the share of high scores moves without new cases: drift.",
               query("sum by (target, probe) (increase(probe_quality_high_scores_total{@probe}[1h])) / sum by (target, probe) (increase(probe_quality_score_count{@probe}[1h]))", "{{probe}} high-score share"),
               query('sum by (target, probe) (increase(probe_quality_ranking_pairs_total{@probe,outcome="concordant"}[1h])) / sum by (target, probe) (increase(probe_quality_ranking_pairs_total{@probe}[1h]))', "{{probe}} pairs in order"),
               query(mean("probe_quality_ranking_reciprocal_rank", "probe", "target, probe", "1h"), "{{probe}} reciprocal rank"), unit="percentunit", most=1),
        series("Expectations by result",
               "Checks of cases that held, failed, or could not be judged for want of an answer. Metric: probe_quality_assertions_total.",
               "pass alone.", "fail: the answer is wrong; error: there was none, see the errors above.",
               query("sum by (result) (rate(probe_quality_assertions_total{@probe}[$__rate_interval]))", "{{result}}"),
               unit="ops", stack=True, overrides=coloured(**{"pass": GOOD, "fail": BAD, "error": WARNING})),
        series("Changed answers and drift of vectors",
               "Answers a day that differ from the one before (temperature 0 should not), and the mean cosine to stored vectors. Metrics: probe_quality_output_changes_total, probe_quality_embedding_similarity.",
               "0 changes, cosine 1.", "one change is a new model, quantisation or kernel; many are nondeterministic batching.",
               query("sum by (target, probe) (increase(probe_quality_output_changes_total{@probe}[1d]))", "{{probe}} changes"),
               query(mean("probe_quality_embedding_similarity", "probe", "target, probe", "1h"), "{{probe}} cosine"), unit="short"),
        bars("Size of what is asked",
             "Mean documents a request and mean characters of its text, last hour: whether the probe resembles the users. Metrics: probe_batch_size, probe_input_length.",
             "of the order of real requests.", "a probe much smaller than real requests promises latencies that users do not see.",
             query(mean("probe_batch_size", "probe", "probe", "1h"), "{{probe}}: documents", "instant"),
             query(mean("probe_input_length", "probe", "probe", "1h"), "{{probe}}: characters", "instant"), unit="short", thresholds=steps(NEUTRAL)),
    ]


def schedule():
    return [
        Row("The probes themselves"),
        series("Skipped ticks",
               "Ticks an hour without a probe, by reason; a skipped tick is no success. Metric: probe_skipped_total.",
               "maintenance alone.", "previous_running: the server needs longer than the interval; not_loaded: the model sleeps; budget: the configured token budget is spent.",
               query(without_zeros("reason", "increase(probe_skipped_total{@probe}[1h])"), "{{reason}}"), unit="short", width=8, height=7, stack=True, bars=True),
        series("Time since the last probe",
               "Seconds since each probe last ended. Metric: probe_last_time_seconds.",
               "a saw-tooth up to the interval.", "a line that climbs without falling: probing is stuck, or maintenance is on.",
               query("time() - probe_last_time_seconds{@probe}", "{{target}}/{{probe}}"), unit="s", width=8, height=7),
        series("Certificate expiry",
               "Time until the first certificate of the server's chain expires; https targets alone have one. Metric: probe_tls_earliest_cert_expiry_seconds.",
               "more than 21 days.", "renew it; probes fail with tls when it is over.",
               query("probe_tls_earliest_cert_expiry_seconds{@probe} - time()", "{{target}}/{{probe}}"), unit="s", width=8, height=7),
    ]


def make():
    return dashboard(
        "modelhost-probes", "Model host / Model probes",
        "Rate, errors and duration of the synthetic requests, how good the answers are, and the real traffic beside them.",
        ["job", "instance", "target", "probe"],
        [*top(), *rate_and_errors(), *duration(), *generation(), *traffic(), *quality(), *schedule()])
