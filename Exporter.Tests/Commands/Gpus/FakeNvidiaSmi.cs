using Exporter.Tests.Support;

namespace Exporter.Tests.Commands.Gpus;

/// <summary>A program in the place of nvidia-smi that does what a script says.</summary>
internal sealed class FakeNvidiaSmi : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private FakeNvidiaSmi(string script) => Path = folder.WriteProgram("nvidia-smi", script);

    public string Path { get; }

    /// <summary>One that prints a report, when it is asked for one as it should be.</summary>
    /// <param name="before">What it prints above, as the real one does about a card that is lost.</param>
    public static FakeNvidiaSmi Saying(string xml, string before = "") =>
        new($"[ \"$*\" = '-q -x' ] || exit 2\ncat <<'END'\n{before}{xml}\nEND\n");

    public static FakeNvidiaSmi Doing(string script) => new(script);

    public void Dispose() => folder.Dispose();
}
