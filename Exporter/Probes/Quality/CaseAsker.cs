using System.Globalization;
using Exporter.Configuration.Probes;

namespace Exporter.Probes.Quality;

/// <summary>One case with all it needs: the probe that asks it, made when it is first asked, the judge, and the answer before.</summary>
internal sealed class CaseAsker(ProbeConfig probe, QualityConfig quality, QualityCaseConfig one, int index, Func<ProbeConfig, IProbe> create) : IDisposable
{
    private readonly CaseJudge judge = new(quality, one);
    private readonly OutputMemory? memory = quality.TrackOutput && probe.IsDeterministic ? new OutputMemory(one.OutputSha256) : null;
    private IProbe? asking;

    public QualityCaseConfig Case => one;

    /// <summary>For a person.</summary>
    public string Name { get; } = NameOf(one, index);

    /// <summary>Kept from one asking to the next: it may hold a connection, and what it has learnt of the server.</summary>
    public IProbe Probe => asking ??= create(probe.Asking(one) ?? throw new InvalidOperationException($"A probe of type {probe.Type} cannot ask cases."));

    /// <summary>What a person calls a case.</summary>
    /// <param name="index">From 0.</param>
    public static string NameOf(QualityCaseConfig one, int index) =>
        $"case {(index + 1).ToString(CultureInfo.InvariantCulture)}{(one.Name is null ? "" : $" ({one.Name})")}";

    public ValueTask PrepareAsync(CancellationToken cancellationToken) => Probe.PrepareAsync(cancellationToken);

    /// <inheritdoc cref="CaseJudge.Judge(AnswerContent, out ValueTuple{ProbeErrorType, string}?)"/>
    public QualityVerdict? Judge(AnswerContent answer, out (ProbeErrorType Error, string Reason)? problem) =>
        judge.Judge(answer, out problem) is { } verdict ? verdict with { OutputChanged = memory?.Changes(answer.Text) == true } : null;

    public void Dispose() => asking?.Dispose();
}
