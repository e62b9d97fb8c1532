using System.Text;
using Exporter.Traffic.Logs.Tailing;
using FsCheck;
using FsCheck.Fluent;

namespace Exporter.Tests.Traffic.Logs.Tailing;

/// <summary>However a stream is cut, the same lines come out.</summary>
public class LineSplitterTests
{
    private static readonly string[] Pieces = ["a", "b\n", "\n", "\r\n", "\0", "\0\0\n", "\r", new('x', LineSplitter.Longest), "long", new('y', LineSplitter.Longest - 3)];

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public Property Chunks_make_no_difference() => Prop.ForAll(
        Gen.Zip(Gen.Elements(Pieces).ListOf(), Gen.Choose(1, 7)).ToArbitrary(),
        input =>
        {
            var text = string.Concat(input.Item1.Take(12));
            var whole = Split(text, text.Length + 1);
            var cut = Split(text, text.Length > 1000 ? text.Length / input.Item2 : input.Item2);
            return whole.SequenceEqual(cut) && whole.SequenceEqual(Reference(text));
        });

    private static List<string> Split(string text, int size)
    {
        var sink = new Kept();
        var splitter = new LineSplitter(sink);
        var bytes = Encoding.Latin1.GetBytes(text);
        for (var at = 0; at < bytes.Length; at += Math.Max(1, size))
        {
            splitter.Feed(bytes.AsSpan(at, Math.Min(Math.Max(1, size), bytes.Length - at)));
        }

        Assert.That(splitter.Unfinished, Is.EqualTo(text.Length - text.LastIndexOf('\n') - 1));
        return sink.Lines;
    }

    private static IEnumerable<string> Reference(string text) => text.Split('\n').SkipLast(1)
        .Select(static line => line.TrimStart('\0'))
        .Select(static line => line.Length > LineSplitter.Longest ? "too long" : line.TrimEnd('\r'))
        .Where(static line => line.Length > 0);

    private sealed class Kept : ILineSink
    {
        public List<string> Lines { get; } = [];

        public void Line(Span<byte> line) => Lines.Add(Encoding.Latin1.GetString(line));

        public void TooLong() => Lines.Add("too long");
    }
}
