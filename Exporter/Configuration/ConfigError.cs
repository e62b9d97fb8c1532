namespace Exporter.Configuration;

/// <summary>One mistake of a file, printed as <c>exporter.yaml:14:5 targets[0].probes[1].intervall: unknown key (did you mean 'interval'?)</c>.</summary>
/// <param name="File">Path as it was given.</param>
/// <param name="Line">From 1; 0 where no place is known (an unreadable file).</param>
/// <param name="Column">From 1; 0 where no place is known.</param>
/// <param name="Path">Place in the document such as <c>targets[0].url</c>; empty for the file as a whole.</param>
/// <param name="Message">What is wrong and what to do; one line, never a secret.</param>
internal sealed record ConfigError(string File, int Line, int Column, string Path, string Message)
{
    /// <summary>Where the mistake stands: <c>exporter.yaml:14:5</c>, or the file alone.</summary>
    public string Where => Line > 0 ? $"{File}:{Line}:{Column}" : File + ":";

    /// <summary>What is wrong, led by the place in the document.</summary>
    public string What => Path.Length > 0 ? $"{Path}: {Message}" : Message;

    public override string ToString() => $"{Where} {What}";
}
