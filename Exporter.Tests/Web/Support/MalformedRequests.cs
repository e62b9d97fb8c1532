namespace Exporter.Tests.Web.Support;

/// <summary>Requests that no client should send and every open port gets. Latin-1; the sender closes its side after each.</summary>
internal static class MalformedRequests
{
    private const string End = "\r\n\r\n";
    private const string Host = "\r\nHost: x\r\n";

    public static IEnumerable<(string Name, string Bytes)> All()
    {
        yield return ("nothing", "");
        yield return ("one_byte", "G");
        yield return ("nul", "\0");
        yield return ("nuls", new string('\0', 4096));
        yield return ("high_bytes", new string('\xff', 4096));
        yield return ("newlines", "\r\n\r\n\r\n\r\n");
        yield return ("bare_newlines", "\n\n\n\n");
        yield return ("carriage_returns", "\r\r\r\r");
        yield return ("spaces", "      " + End);
        yield return ("tls_hello", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + new string('\x55', 64));
        yield return ("ssl2_hello", "\x80\x2e\x01\x00\x02\x00\x15\x00\x00\x00\x10");
        yield return ("http2_preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        yield return ("http2_settings", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0");
        yield return ("ssh", "SSH-2.0-OpenSSH_9.2\r\n");
        yield return ("smtp", "EHLO example.org\r\n");
        yield return ("redis", "*1\r\n$4\r\nPING\r\n");
        yield return ("memcached", "stats\r\n");
        yield return ("rdp", "\x03\x00\x00\x13\x0e\xe0\x00\x00\x00\x00\x00\x01\x00\x08\x00\x03\x00\x00\x00");
        yield return ("socks5", "\x05\x01\x00");
        yield return ("proxy_protocol", "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nGET /metrics HTTP/1.1" + Host + "\r\n");
        yield return ("method_only", "GET" + End);
        yield return ("no_version", "GET /metrics" + End);
        yield return ("version_0_9", "GET /metrics HTTP/0.9" + Host + "\r\n");
        yield return ("version_1_2", "GET /metrics HTTP/1.2" + Host + "\r\n");
        yield return ("version_9_9", "GET /metrics HTTP/9.9" + Host + "\r\n");
        yield return ("version_lower_case", "GET /metrics http/1.1" + Host + "\r\n");
        yield return ("version_garbage", "GET /metrics HTTP/x.y" + Host + "\r\n");
        yield return ("two_spaces", "GET  /metrics HTTP/1.1" + Host + "\r\n");
        yield return ("tabs", "GET\t/metrics\tHTTP/1.1" + Host + "\r\n");
        yield return ("leading_space", " GET /metrics HTTP/1.1" + Host + "\r\n");
        yield return ("method_with_symbols", "G<E>T /metrics HTTP/1.1" + Host + "\r\n");
        yield return ("method_of_4000", new string('A', 4000) + " /metrics HTTP/1.1" + Host + "\r\n");
        yield return ("lower_case_method", "get /metrics HTTP/1.1" + Host + "\r\n");
        yield return ("connect", "CONNECT example.org:443 HTTP/1.1" + Host + "\r\n");
        yield return ("options_star", "OPTIONS * HTTP/1.1" + Host + "\r\n");
        yield return ("get_star", "GET * HTTP/1.1" + Host + "\r\n");
        yield return ("no_slash", "GET metrics HTTP/1.1" + Host + "\r\n");
        yield return ("backslashes", "GET \\..\\..\\etc\\passwd HTTP/1.1" + Host + "\r\n");
        yield return ("climbing_path", "GET /../../../../etc/passwd HTTP/1.1" + Host + "\r\n");
        yield return ("climbing_encoded", "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1" + Host + "\r\n");
        yield return ("encoded_nul", "GET /metrics%00 HTTP/1.1" + Host + "\r\n");
        yield return ("bad_percent", "GET /metrics%zz%1 HTTP/1.1" + Host + "\r\n");
        yield return ("encoded_newline", "GET /metrics%0d%0aX:%20y HTTP/1.1" + Host + "\r\n");
        yield return ("raw_utf8_path", "GET /m\xc3\xa9trics HTTP/1.1" + Host + "\r\n");
        yield return ("broken_utf8_path", "GET /%c3%28 HTTP/1.1" + Host + "\r\n");
        yield return ("path_of_16k", "GET /" + new string('a', 16 * 1024) + " HTTP/1.1" + Host + "\r\n");
        yield return ("query_of_16k", "GET /metrics?" + new string('a', 16 * 1024) + " HTTP/1.1" + Host + "\r\n");
        yield return ("no_host", "GET /metrics HTTP/1.1" + End);
        yield return ("two_hosts", "GET /metrics HTTP/1.1\r\nHost: a\r\nHost: b" + End);
        yield return ("host_with_space", "GET /metrics HTTP/1.1\r\nHost: a b" + End);
        yield return ("host_with_slash", "GET /metrics HTTP/1.1\r\nHost: a/b" + End);
        yield return ("host_with_bad_port", "GET /metrics HTTP/1.1\r\nHost: a:99999999" + End);
        yield return ("header_without_colon", "GET /metrics HTTP/1.1" + Host + "Nonsense" + End);
        yield return ("header_without_name", "GET /metrics HTTP/1.1" + Host + ": value" + End);
        yield return ("header_space_before_colon", "GET /metrics HTTP/1.1" + Host + "X : y" + End);
        yield return ("header_folded", "GET /metrics HTTP/1.1" + Host + "X: a\r\n b" + End);
        yield return ("header_with_nul", "GET /metrics HTTP/1.1" + Host + "X: a\0b" + End);
        yield return ("header_bare_cr", "GET /metrics HTTP/1.1" + Host + "X: a\rb" + End);
        yield return ("header_of_64k", "GET /metrics HTTP/1.1" + Host + "X: " + new string('a', 64 * 1024) + End);
        yield return ("headers_1000", "GET /metrics HTTP/1.1" + Host + string.Concat(Enumerable.Range(0, 1000).Select(i => $"X{i}: y\r\n")) + "\r\n");
        yield return ("head_cut_off", "GET /metrics HTTP/1.1\r\nHos");
        yield return ("length_negative", "POST /-/reload HTTP/1.1" + Host + "Content-Length: -1" + End);
        yield return ("length_garbage", "POST /-/reload HTTP/1.1" + Host + "Content-Length: ten" + End);
        yield return ("length_overflow", "POST /-/reload HTTP/1.1" + Host + "Content-Length: 99999999999999999999" + End);
        yield return ("length_twice", "POST /-/reload HTTP/1.1" + Host + "Content-Length: 1\r\nContent-Length: 2" + End + "a");
        yield return ("length_and_chunked", "POST /-/reload HTTP/1.1" + Host + "Content-Length: 3\r\nTransfer-Encoding: chunked" + End + "0\r\n\r\n");
        yield return ("body_cut_off", "POST /-/reload HTTP/1.1" + Host + "Content-Length: 100" + End + "abc");
        yield return ("body_too_large", "POST /-/reload HTTP/1.1" + Host + "Content-Length: 100000" + End + new string('a', 1000));
        yield return ("body_of_get", "GET /metrics HTTP/1.1" + Host + "Content-Length: 5" + End + "hello");
        yield return ("encoding_unknown", "POST /-/reload HTTP/1.1" + Host + "Transfer-Encoding: rot13" + End);
        yield return ("chunk_size_garbage", "POST /-/reload HTTP/1.1" + Host + "Transfer-Encoding: chunked" + End + "zz\r\n");
        yield return ("chunk_size_overflow", "POST /-/reload HTTP/1.1" + Host + "Transfer-Encoding: chunked" + End + "ffffffffffffffffff\r\n");
        yield return ("chunk_extension_of_32k", "POST /-/reload HTTP/1.1" + Host + "Transfer-Encoding: chunked" + End + "1;" + new string('a', 32 * 1024) + "\r\nx\r\n0\r\n\r\n");
        yield return ("upgrade_websocket", "GET /metrics HTTP/1.1" + Host + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13" + End);
        yield return ("upgrade_h2c", "GET /metrics HTTP/1.1" + Host + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__" + End);
        yield return ("expect_nonsense", "POST /-/reload HTTP/1.1" + Host + "Expect: the-unexpected\r\nContent-Length: 0" + End);
        yield return ("shellshock", "GET /metrics HTTP/1.1" + Host + "User-Agent: () { :; }; /bin/true" + End);
        yield return ("many_ranges", "GET /metrics HTTP/1.1" + Host + "Range: bytes=" + string.Join(',', Enumerable.Range(0, 1000).Select(i => $"{i}-")) + End);
        yield return ("authorization_garbage", "GET /metrics HTTP/1.1" + Host + "Authorization: Basic !!!!" + End);
        yield return ("accept_of_8k", "GET /metrics HTTP/1.1" + Host + "Accept: " + string.Concat(Enumerable.Repeat("text/plain;q=0.1,", 400)) + End);
    }
}
