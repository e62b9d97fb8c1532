using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Exporter.Configuration.Yaml;

/// <summary>
/// Builds the tree of one document from the parser's events. The library's own tree stops at the first duplicate key and expands aliases; ours reports every mistake and holds
/// nothing but what stands in the file.
/// </summary>
internal sealed class YamlTree
{
    /// <summary>Largest file that is read.</summary>
    public const int SizeLimitBytes = 1024 * 1024;

    /// <summary>Lists and maps inside each other, the root counted; also what bounds the recursion here.</summary>
    public const int DepthLimit = 32;

    private readonly ErrorList errors;
    private readonly Parser parser;

    private YamlTree(string text, ErrorList errors)
    {
        this.errors = errors;
        parser = new Parser(new StringReader(text));
    }

    /// <summary>The root; null for an empty document, and where an error leaves no tree worth reading.</summary>
    public static YamlNode? Read(ReadOnlySpan<byte> utf8, ErrorList errors)
    {
        if (utf8.Length > SizeLimitBytes)
        {
            errors.AddWithoutPlace($"larger than 1 MiB ({SizeLimitBytes} bytes)");
            return null;
        }

        var text = Utf8Text.Decode(utf8, errors);
        if (text is null)
        {
            return null;
        }

        try
        {
            return new YamlTree(text, errors).Stream();
        }
        catch (YamlException mistake)
        {
            SyntaxMistake.Report(mistake, text, errors);
            return null;
        }
        catch (TooDeepException deep)
        {
            errors.Add(deep.Place, deep.Path, $"nested deeper than {DepthLimit} levels");
            return null;
        }
    }

    private YamlNode? Stream()
    {
        Advance(); // The stream begins.
        if (Advance() is not DocumentStart)
        {
            return null;
        }

        Advance();
        var root = Node(null, null, 0, 1);
        Advance(); // The document ends.
        if (Advance() is DocumentStart second)
        {
            errors.Add(PlaceOf(second.Start), "", "a second YAML document begins here; a configuration is exactly one");
        }

        return root;
    }

    /// <summary>Makes the next event current.</summary>
    private ParsingEvent Advance()
    {
        var end = parser.Current?.End ?? Mark.Empty;
        try
        {
            if (parser.MoveNext() && parser.Current is { } next)
            {
                return next;
            }
        }
        catch (Exception bug) when (bug is not (YamlException or OutOfMemoryException))
        {
            // The scanner of 16.3.0 loses its own state on some malformed texts (a flow map that is never closed) instead of saying what is wrong.
        }

        throw new YamlException(end, end, SyntaxMistake.NotReadFurther);
    }

    /// <summary>Reads the value that begins at the current event and leaves its last event current.</summary>
    private YamlNode Node(YamlNode? parent, string? key, int index, int depth)
    {
        var current = parser.Current!;
        var place = PlaceOf(current.Start);
        switch (current)
        {
            case Scalar scalar:
                var value = new YamlScalar(scalar.Value, scalar.Style is ScalarStyle.Plain, place, parent, key, index);
                RefuseProperties(scalar, value);
                return scalar.Tag.IsEmpty ? value : new YamlRefused(place, parent, key, index);
            case SequenceStart start:
                var list = new YamlList(place, parent, key, index);
                RefuseProperties(start, list);
                return Items(list, depth);
            case MappingStart start:
                var map = new YamlMap(place, parent, key, index);
                RefuseProperties(start, map);
                return Entries(map, depth);
            case AnchorAlias:
                var refused = new YamlRefused(place, parent, key, index);
                errors.Add(refused, "aliases (*name) are not supported; write the value out");
                return refused;
            default:
                throw new YamlException(current.Start, current.End, SyntaxMistake.NotReadFurther);
        }
    }

    private YamlList Items(YamlList list, int depth)
    {
        RefuseDepth(list, depth);
        while (Advance() is not SequenceEnd)
        {
            list.Items.Add(Node(list, null, list.Items.Count, depth + 1));
        }

        return list;
    }

    private YamlMap Entries(YamlMap map, int depth)
    {
        RefuseDepth(map, depth);
        while (Advance() is not MappingEnd)
        {
            var keyNode = Node(map, null, 0, depth + 1);
            Advance();
            if (keyNode is not YamlScalar key)
            {
                if (keyNode is not YamlRefused)
                {
                    errors.Add(keyNode.Place, map.Path, $"a key must be a single value, but this one is {keyNode.Kind}");
                }

                Node(map, "?", 0, depth + 1);
                continue;
            }

            Entry(map, key, depth);
        }

        return map;
    }

    private void Entry(YamlMap map, YamlScalar key, int depth)
    {
        var value = Node(map, key.Text, 0, depth + 1);
        if (key is { Text: "<<", Plain: true })
        {
            errors.Add(key.Place, map.Path, "merge keys (<<) are not supported; write the keys out");
            return;
        }

        if (!map.TryAdd(new YamlEntry(key.Text, key.Place, value)) && map.TryGet(key.Text, out var first))
        {
            errors.Add(key.Place, map.PathOf(key.Text), $"duplicate key (first given at {first.KeyPlace})");
        }
    }

    private void RefuseProperties(NodeEvent node, YamlNode value)
    {
        if (!node.Anchor.IsEmpty)
        {
            errors.Add(value, "anchors (&name) are not supported; write the value out where it is needed");
        }

        if (!node.Tag.IsEmpty)
        {
            errors.Add(value, "tags (!name) are not supported; remove the tag");
        }
    }

    private static void RefuseDepth(YamlNode node, int depth)
    {
        if (depth > DepthLimit)
        {
            throw new TooDeepException(node.Place, node.Path);
        }
    }

    private static Place PlaceOf(Mark mark) => new((int)mark.Line, (int)mark.Column);

    /// <summary>Leaves the recursion: what follows could be nested as deep again.</summary>
    private sealed class TooDeepException(Place place, string path) : Exception
    {
        public Place Place { get; } = place;

        public string Path { get; } = path;
    }
}
