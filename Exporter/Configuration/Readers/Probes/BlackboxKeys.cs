namespace Exporter.Configuration.Readers.Probes;

/// <summary>Keys of blackbox_exporter that have another name here, or none: many a probe comes from there.</summary>
internal static class BlackboxKeys
{
    private const string None = "is blackbox_exporter's and not supported here; docs/blackbox.md says what to do instead";

    /// <summary>What to write instead, by key.</summary>
    public static IReadOnlyDictionary<string, string> Hints { get; } = new Dictionary<string, string>
    {
        ["prober"] = Named("type"),
        ["valid_status_codes"] = Named("expect: { status: [...] }"),
        ["fail_if_body_matches_regexp"] = Named("expect: { body_not_matches: [...] }"),
        ["fail_if_body_not_matches_regexp"] = Named("expect: { body_matches: [...] }"),
        ["fail_if_header_matches"] = Named("expect: { header_not_matches: [...] }"),
        ["fail_if_header_not_matches"] = Named("expect: { header_matches: [...] }"),
        ["fail_if_body_json_matches_cel"] = Named("expect: { json: [...] }, with JSON Pointers"),
        ["fail_if_body_json_not_matches_cel"] = Named("expect: { json: [...] }, with JSON Pointers"),
        ["http_headers"] = Named("headers"),
        ["preferred_ip_protocol"] = Named("ip_protocol"),
        ["query_response"] = Named("send and expect of type tcp"),
        ["tls_config"] = Named("tls"),
        ["compression"] = None,
        ["enable_http2"] = None,
        ["enable_http3"] = None,
        ["no_proxy"] = None,
        ["oauth2"] = None,
        ["proxy_connect_header"] = None,
        ["proxy_from_environment"] = None,
        ["skip_resolve_phase_with_proxy"] = None,
        ["source_ip_address"] = None,
        ["valid_http_versions"] = None,
    };

    private static string Named(string ours) => $"is blackbox_exporter's name; write {ours} instead";
}
