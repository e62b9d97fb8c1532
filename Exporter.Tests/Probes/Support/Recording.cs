using System.Text;
using System.Text.RegularExpressions;
using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Support;

/// <summary>Answers recorded from real servers, <c>Fixtures/Samples/FOLDER/FILE</c>: status line, headers and body.</summary>
internal static partial class Recording
{
    /// <summary>The names of all recordings of a folder.</summary>
    public static IEnumerable<string> Names(string folder) => Directory.GetFiles(PathOf(folder, string.Empty)).Select(path => Path.GetFileName(path));

    public static string PathOf(string folder, string file) => Path.Combine(TestContext.CurrentContext.TestDirectory, "Fixtures", "Samples", folder, file);

    /// <summary>Plays it back byte for byte. In the recordings the framing of the streams had been taken off; it is put back, an event a chunk.</summary>
    public static async Task PlayAsync(ScriptedConnection connection, string folder, string file)
    {
        var recording = await File.ReadAllBytesAsync(PathOf(folder, file));
        var end = recording.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        await connection.SendAsync(recording.AsMemory(0, end));
        if (!Encoding.ASCII.GetString(recording, 0, end).Contains("chunked", StringComparison.Ordinal))
        {
            await connection.SendAsync(recording.AsMemory(end));
            return;
        }

        foreach (Match piece in EventWithItsEnd().Matches(BodyOf(folder, file)))
        {
            await connection.ChunkAsync(piece.Value);
        }

        await connection.EndStreamAsync();
    }

    /// <summary>Asks a server that answers each connection's one request with the recording.</summary>
    public static async Task<ProbeResult> AskAsync(string folder, string file, ProbeConfig config)
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await PlayAsync(connection, folder, file);
        });
        return await ProbeBench.AskAsync(server, config);
    }

    /// <summary>A row of a table of verdicts, which is written by hand before anything is asked.</summary>
    /// <param name="verdict">Outcome and error type as <see cref="ProbeBench.Verdict"/> has them.</param>
    /// <param name="tokens">Input, output and where the number is from; <c>-</c> for none.</param>
    public static TestCaseData Row(string file, ProbeConfig config, string verdict, string tokens, string? finishReason) =>
        new TestCaseData(file, config, verdict, tokens, finishReason).SetArgDisplayNames(file, config.Name, verdict);

    /// <summary>Holds a recording to its row.</summary>
    public static async Task JudgeAsync(string folder, string file, ProbeConfig config, string verdict, string tokens, string? finishReason)
    {
        var result = await AskAsync(folder, file, config);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict), result.Reason);
        Assert.That(Tokens(result.Tokens), Is.EqualTo(tokens));
        Assert.That(result.FinishReason, Is.EqualTo(finishReason));
    }

    /// <summary>The text after the headers.</summary>
    public static string BodyOf(string folder, string file) => File.ReadAllText(PathOf(folder, file)).Split("\r\n\r\n", 2)[1];

    private static string Tokens(TokenCounts? tokens) =>
        tokens is null ? "-" : $"{tokens.Input}/{tokens.Output} {(tokens.Source == TokenCountSource.Usage ? "usage" : "chunks")}";

    [GeneratedRegex(@"[^\n]*\n\n?")]
    private static partial Regex EventWithItsEnd();
}
