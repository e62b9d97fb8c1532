using System.Text;
using System.Text.RegularExpressions;
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

    /// <summary>The text after the headers.</summary>
    public static string BodyOf(string folder, string file) => File.ReadAllText(PathOf(folder, file)).Split("\r\n\r\n", 2)[1];

    [GeneratedRegex(@"[^\n]*\n\n?")]
    private static partial Regex EventWithItsEnd();
}
