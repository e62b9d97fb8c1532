using Exporter.Configuration;
using Exporter.Configuration.Baselines;
using Exporter.Configuration.Probes;
using Exporter.Hosting;
using Exporter.Probes.Quality;

namespace Exporter.Commands;

/// <summary><c>probe --record-baseline</c>: asks the cases of probes now and writes what later answers are held to. All of a probe's references or none.</summary>
internal static class BaselineRecording
{
    /// <param name="which">As the person has named it.</param>
    /// <param name="overwrite">Whether files that are there are replaced.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string which, TargetConfig target, IReadOnlyList<ProbeConfig> probes, bool overwrite, bool asJson, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var recording = probes.Where(static probe => probe.Quality?.BaselineFile is not null).ToList();
        if (Problem(which, recording, overwrite) is { } problem)
        {
            await error.WriteLineAsync(problem + " Nothing was asked.");
            return ExitCode.Usage;
        }

        var reports = new List<BaselineReport>();
        foreach (var probe in recording)
        {
            var quality = probe.Quality!;
            var cases = await BaselineRun.OfAsync(target, probe, quality, TimeProvider.System, cancellationToken);
            var report = new BaselineReport(target.Name, probe.Name, quality.BaselineFile!, cases, Write(quality.BaselineFile!, cases, overwrite));
            reports.Add(report);
            if (!asJson)
            {
                await output.WriteAsync(BaselineReportText.Of(report));
            }
        }

        if (asJson)
        {
            await output.WriteLineAsync(BaselineReportJson.Of(reports));
        }

        return reports.TrueForAll(static report => report.Problem is null) ? ExitCode.Success : ExitCode.Failure;
    }

    private static string? Problem(string which, List<ProbeConfig> recording, bool overwrite)
    {
        var files = recording.Select(static probe => probe.Quality!.BaselineFile!).ToList();
        if (files.Count == 0)
        {
            return $"'{which}' has no quality.baseline_file, where references could be written to.";
        }

        if (files.Distinct(StringComparer.Ordinal).Count() < files.Count)
        {
            return $"Two probes of '{which}' name the same baseline_file.";
        }

        return files.Find(File.Exists) is { } there && !overwrite ? $"{there} is there already; --force replaces it." : null;
    }

    /// <returns>Why nothing was written; null where it was.</returns>
    private static string? Write(string path, IReadOnlyList<RecordedCase> cases, bool overwrite)
    {
        var failed = cases.Count(static one => one.Problem is not null);
        if (failed > 0)
        {
            return $"{failed} of {cases.Count} cases had no good answer";
        }

        var references = cases.Select(static one => one.Reference).OfType<CaseReference>().ToList();
        if (references.Count == 0)
        {
            return "no answer holds anything to compare with (a vector, scores of several documents, a class that label_pointer or label_regex finds, or track_output)";
        }

        try
        {
            BaselineFile.Write(path, references.DistinctBy(static one => one.Case), overwrite);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"the file cannot be written: {failure.Message}";
        }
    }
}
