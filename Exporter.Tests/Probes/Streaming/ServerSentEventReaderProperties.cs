using System.Net.ServerSentEvents;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Exporter.Tests.Probes.Streaming;

public class ServerSentEventReaderProperties
{
    private static readonly string[] LineEnds = ["\n", "\r", "\r\n"];

    private static readonly string[] Lines =
        ["data: a", "data:b", "data", "data: ü水", "data: : x", "event: e", "event", ": comment", ":", "id: 1", "error: boom", string.Empty, string.Empty, string.Empty];

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property However_the_bytes_are_split_the_items_are_the_same() => Prop.ForAll(Streams(Lines), Splits(), (text, splits) =>
    {
        var whole = SseText.ReadAsync(text).GetAwaiter().GetResult();
        var pieces = SseText.ReadAsync(Split(Encoding.UTF8.GetBytes(text), splits)).GetAwaiter().GetResult();
        return pieces.SequenceEqual(whole).Label($"{string.Join(" / ", pieces)} instead of {string.Join(" / ", whole)}");
    });

    /// <summary>On what the framework's reader does not hide, the two agree.</summary>
    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property The_events_are_those_of_the_framework() => Prop.ForAll(Streams([.. Lines.Where(line => !line.StartsWith("error", StringComparison.Ordinal))]), text =>
    {
        var ours = SseText.ReadAsync(text).GetAwaiter().GetResult().Where(item => item.StartsWith("Event", StringComparison.Ordinal)).Select(item => item.Split('|')[1]);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var theirs = SseParser.Create(stream).Enumerate().Select(item => item.Data).ToArray();
        return ours.SequenceEqual(theirs).Label($"{string.Join('/', ours)} instead of {string.Join('/', theirs)}");
    });

    private static Arbitrary<string> Streams(string[] lines) => Gen.Zip(Gen.Elements(lines), Gen.Elements(LineEnds))
        .ListOf()
        .Select(parts => string.Concat(parts.Select(part => part.Item1 + part.Item2)))
        .ToArbitrary();

    private static Arbitrary<int[]> Splits() => Gen.Choose(1, 7).ArrayOf().Where(sizes => sizes.Length > 0).ToArbitrary();

    /// <summary>Cuts into pieces of the given sizes, again and again.</summary>
    private static IEnumerable<byte[]> Split(byte[] bytes, int[] sizes)
    {
        for (int at = 0, i = 0; at < bytes.Length; at += sizes[i++ % sizes.Length])
        {
            yield return bytes[at..Math.Min(bytes.Length, at + sizes[i % sizes.Length])];
        }
    }
}
