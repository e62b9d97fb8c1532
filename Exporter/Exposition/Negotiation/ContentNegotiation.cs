namespace Exporter.Exposition.Negotiation;

/// <summary>Chooses the answer's format and coding from the request's headers. Pure and thread-safe.</summary>
/// <remarks>
/// The entry with the highest weight that names something we serve wins; among equals the first. An entry with an unknown
/// version, proto, encoding or escaping counts as not served. Whoever names nothing we serve gets Prometheus text 0.0.4, never an error.
/// </remarks>
internal static class ContentNegotiation
{
    /// <param name="accept">The Accept header, several joined by commas; null where the client sent none.</param>
    public static ExpositionFormat Choose(string? accept)
    {
        var best = ExpositionFormat.Text;
        double bestQuality = 0;
        ReadOnlySpan<char> rest = accept;
        while (HeaderEntry.TryTake(ref rest, out var entry))
        {
            if (entry.Quality > bestQuality && TryServe(entry, out var format))
            {
                best = format;
                bestQuality = entry.Quality;
            }
        }

        return best;
    }

    /// <param name="acceptEncoding">The Accept-Encoding header, several joined by commas; null where the client sent none.</param>
    /// <returns>True when the client takes gzip and does not like the plain answer better.</returns>
    public static bool AcceptsGzip(string? acceptEncoding)
    {
        double? gzip = null, identity = null, any = null;
        ReadOnlySpan<char> rest = acceptEncoding;
        while (HeaderEntry.TryTake(ref rest, out var entry))
        {
            if (Is(entry.Value, "gzip") || Is(entry.Value, "x-gzip"))
            {
                gzip = Math.Max(gzip ?? 0, entry.Quality);
            }
            else if (Is(entry.Value, "identity"))
            {
                identity = entry.Quality;
            }
            else if (Is(entry.Value, "*"))
            {
                any = entry.Quality;
            }
        }

        var wanted = gzip ?? any ?? 0;
        return wanted > 0 && wanted >= (identity ?? 0);
    }

    private static bool TryServe(HeaderEntry entry, out ExpositionFormat format)
    {
        format = ExpositionFormat.Text;
        if (!TryEscaping(entry.Parameter("escaping"), out var escaping))
        {
            return false;
        }

        var version = entry.Parameter("version");
        if (Is(entry.Value, "text/plain"))
        {
            return TryText(version, escaping, out format);
        }

        if (Is(entry.Value, "application/openmetrics-text"))
        {
            format = new ExpositionFormat(ExpositionProtocol.OpenMetrics100, escaping);
            return version.IsEmpty || version is "1.0.0";
        }

        if (Is(entry.Value, "application/vnd.google.protobuf"))
        {
            format = new ExpositionFormat(ExpositionProtocol.Protobuf, escaping);
            return entry.Parameter("proto") is "io.prometheus.client.MetricFamily" && entry.Parameter("encoding") is "delimited";
        }

        return Is(entry.Value, "*/*") || Is(entry.Value, "text/*");
    }

    private static bool TryText(ReadOnlySpan<char> version, NameEscaping escaping, out ExpositionFormat format)
    {
        format = version is "1.0.0" ? new ExpositionFormat(ExpositionProtocol.Text100, escaping) : ExpositionFormat.Text;
        return version.IsEmpty || version is "0.0.4" or "1.0.0";
    }

    private static bool TryEscaping(ReadOnlySpan<char> text, out NameEscaping escaping)
    {
        escaping = text switch
        {
            "allow-utf-8" => NameEscaping.AllowUtf8,
            "values" => NameEscaping.Values,
            "underscores" or "dots" => NameEscaping.Underscores,
            _ => NameEscaping.Unstated,
        };
        return text.IsEmpty || escaping != NameEscaping.Unstated;
    }

    private static bool Is(ReadOnlySpan<char> value, ReadOnlySpan<char> name) => value.Equals(name, StringComparison.OrdinalIgnoreCase);
}
