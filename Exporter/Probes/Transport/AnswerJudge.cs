namespace Exporter.Probes.Transport;

/// <summary>Reads an answer whose headers are here, and judges it. Lost connections may surface as exceptions; the transport names them.</summary>
/// <param name="answer">Status and headers.</param>
/// <param name="body">The raw body, neither buffered nor decompressed.</param>
internal delegate Task<ProbeResult> AnswerJudge(HttpResponseMessage answer, Stream body, CancellationToken cancellationToken);
