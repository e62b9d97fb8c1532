namespace Exporter.Configuration.Yaml;

/// <summary>A place in a text, both from 1; columns count UTF-16 units as editors do.</summary>
internal readonly record struct Place(int Line, int Column)
{
    public static Place Start => new(1, 1);

    public override string ToString() => $"{Line}:{Column}";
}
