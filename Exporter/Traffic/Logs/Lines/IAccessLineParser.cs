namespace Exporter.Traffic.Logs.Lines;

/// <summary>Reads lines of one format. What a client can write into a line (path, User-Agent) must not let it forge another.</summary>
internal interface IAccessLineParser
{
    /// <param name="line">One line without its end and without ANSI escapes.</param>
    /// <returns>False for a line that tells of no request: banners, tracebacks, messages.</returns>
    public bool TryParse(ReadOnlySpan<byte> line, out AccessLine access);
}
