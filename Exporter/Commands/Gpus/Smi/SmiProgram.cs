using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Exporter.Commands.Gpus.Smi;

/// <summary>Runs <c>nvidia-smi -q -x</c>, which on a sick driver may neither end nor let itself be killed.</summary>
/// <param name="path">The program; null looks for it.</param>
/// <param name="bound">How long it may take.</param>
internal sealed class SmiProgram(string? path, TimeSpan bound)
{
    private const string Name = "nvidia-smi";

    /// <summary>Lists of clocks make it a hundred kilobytes a card.</summary>
    private const int LongestReport = 64 * 1024 * 1024;

    private static readonly TimeSpan lastBound = TimeSpan.FromSeconds(2);

    private static readonly string[] usualFolders = ["/usr/bin", "/usr/local/bin", "/usr/local/nvidia/bin", "/run/nvidia/driver/usr/bin", "/usr/lib/wsl/lib"];

    public async Task<SmiAnswer> AskAsync(CancellationToken cancellationToken)
    {
        if ((path ?? Find()) is not { } program)
        {
            return Failed($"There is no {Name} on this host's PATH; install it with the driver's utilities (Debian: nvidia-smi, Ubuntu: nvidia-utils) or name it with --nvidia-smi.");
        }

        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, ["-q", "-x"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            return await AskAsync(process, program, cancellationToken);
        }
        catch (Exception unusable) when (unusable is Win32Exception or InvalidOperationException)
        {
            return Failed($"{program} cannot be run: {unusable.Message}");
        }
    }

    private async Task<SmiAnswer> AskAsync(Process process, string program, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(bound);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            if (Parse(output) is { } report)
            {
                return new SmiAnswer(report, null);
            }

            var said = FirstLine(output) ?? FirstLine(await error) ?? "it said nothing";
            return Failed(string.Create(CultureInfo.InvariantCulture, $"{program} ended with {process.ExitCode} and no XML: {said}"));
        }
        catch (OperationCanceledException)
        {
            await KillAsync(process);
            cancellationToken.ThrowIfCancellationRequested();
            return Failed(string.Create(CultureInfo.InvariantCulture, $"{program} did not end within {bound.TotalSeconds:0} s; where it hangs, the driver hangs: look for Xid messages in the kernel log."));
        }
    }

    /// <summary>A process that waits inside the kernel dies when that ends, and not before.</summary>
    private static async Task KillAsync(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
            using var last = new CancellationTokenSource(lastBound);
            await process.WaitForExitAsync(last.Token);
        }
        catch (Exception stubborn) when (stubborn is OperationCanceledException or InvalidOperationException or Win32Exception)
        {
            // It is told as hanging all the same.
        }
    }

    /// <summary>Above the XML may stand lines about cards that are lost.</summary>
    private static XElement? Parse(string output)
    {
        var begin = output.IndexOf("<?xml", StringComparison.Ordinal);
        if (begin < 0 || output.Length > LongestReport)
        {
            return null;
        }

        try
        {
            // The document names a DTD that nobody has.
            using var reader = XmlReader.Create(new StringReader(output[begin..]), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
            return XDocument.Load(reader).Root;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Concat(usualFolders)
        .Select(folder => Path.Combine(folder, Name))
        .FirstOrDefault(File.Exists);

    private static string? FirstLine(string text) => text.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0);

    private static SmiAnswer Failed(string problem) => new(null, problem);
}
