namespace Exporter.Probes.Judging;

/// <summary>Length of text as a person counts it, nearly: Unicode code points.</summary>
internal static class TextLength
{
    public static int Of(string text)
    {
        var length = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            length++;
        }

        return length;
    }
}
