using System.Diagnostics;
using System.Globalization;
using Exporter.Traffic.Logs.Positions;
using Exporter.Traffic.Logs.Tailing;
using Microsoft.Extensions.Logging;

namespace Exporter.Traffic.Logs.Journal;

/// <summary>
/// Reads the messages of one systemd unit through <c>journalctl --follow</c>, started again where it ends, and each time behind the
/// last message that was read.
/// </summary>
internal sealed class JournalFollower : IAsyncDisposable, ILineSink
{
    private const int BufferSize = 64 * 1024;

    /// <summary>A cursor that was refused this often in a row names a place that the journal no longer has.</summary>
    private const int MostRefusals = 3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StopBound = TimeSpan.FromSeconds(2);

    /// <summary>A journalctl that cannot read ends at once; one that lives for so long follows, though a quiet unit has nothing to say.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);

    private readonly string target;
    private readonly string unit;
    private readonly string program;
    private readonly ILineSink sink;
    private readonly LogPositions positions;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stopping = new();
    private readonly LineSplitter messages;
    private Task running = Task.CompletedTask;
    private string? cursor;
    private DateTimeOffset since;
    private bool follows;
    private volatile string? problem;

    /// <param name="target">Label <c>target</c>.</param>
    /// <param name="unit">The systemd unit.</param>
    /// <param name="sink">Where the lines of the messages go.</param>
    /// <param name="program">What is started.</param>
    public JournalFollower(string target, string unit, ILineSink sink, LogPositions positions, TimeProvider time, ILogger logger, string program = "journalctl")
    {
        this.target = target;
        this.unit = unit;
        this.sink = sink;
        this.positions = positions;
        this.time = time;
        this.logger = logger;
        this.program = program;
        since = time.GetUtcNow();
        messages = new LineSplitter(sink);
        cursor = positions.Find(target, Source)?.Cursor;
    }

    /// <summary>As positions name it.</summary>
    public string Source => SourceOf(unit);

    /// <summary>Why the journal cannot be read, as a label value; null where it can.</summary>
    public string? Problem => problem;

    public static string SourceOf(string unit) => "journal:" + unit;

    public void Start() => running = Task.Run(() => FollowAsync(stopping.Token));

    /// <summary>One entry of the journal.</summary>
    public void Line(Span<byte> line)
    {
        if (JournalEntry.Parse(line) is not { } entry)
        {
            return;
        }

        Follows();
        if (entry.Message is { } message)
        {
            messages.Feed(message);
            messages.Feed("\n"u8.ToArray());
        }
        else
        {
            sink.TooLong();
        }

        if (entry.Cursor is { } place)
        {
            cursor = place;
            positions.Set(new SourcePosition { Target = target, Source = Source, Cursor = place });
        }
    }

    public void TooLong() => sink.TooLong();

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        var refusals = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            follows = false;
            var reason = await RunAsync(cancellationToken).ConfigureAwait(false);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            Tell(reason);
            refusals = follows ? 0 : refusals + 1;
            if (cursor is not null && refusals == MostRefusals)
            {
                Log.JournalPlaceLost(logger, target, unit);
                (cursor, since) = (null, time.GetUtcNow());
            }

            pause = follows ? FirstPause : pause;
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Reads one child to its end.</summary>
    /// <returns>Why it ended.</returns>
    private async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        Process? child = null;
        try
        {
            child = Process.Start(Command())!;
            var errors = child.StandardError.ReadToEndAsync(cancellationToken);
            await ReadAsync(child, cancellationToken).ConfigureAwait(false);
            await child.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            var said = (await errors.ConfigureAwait(false)).Trim().ReplaceLineEndings(" ");
            return said.Length > 0 ? said : $"it ended with {child.ExitCode}";
        }
        catch (OperationCanceledException)
        {
            return "stopped";
        }
        catch (Exception failed) when (failed is IOException or System.ComponentModel.Win32Exception)
        {
            return failed.Message;
        }
        finally
        {
            await EndAsync(child).ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(Process child, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        var splitter = new LineSplitter(this);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var settled = Task.Delay(Settled, time, ended.Token);
        try
        {
            int count;
            do
            {
                var reading = child.StandardOutput.BaseStream.ReadAsync(buffer, cancellationToken).AsTask();
                await Task.WhenAny(reading, settled).ConfigureAwait(false);
                if (settled.IsCompletedSuccessfully)
                {
                    Follows();
                }

                count = await reading.ConfigureAwait(false);
                splitter.Feed(buffer.AsSpan(0, count));
            }
            while (count > 0);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>This child reads: it gave an entry, or has lived long enough.</summary>
    private void Follows()
    {
        follows = true;
        if (problem is not null)
        {
            problem = null;
            Log.JournalReadable(logger, target, unit);
        }
    }

    private ProcessStartInfo Command()
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        // --all: without it a message of more than 4 KiB comes as null.
        string[] words = ["--follow", "--output=json", "--output-fields=MESSAGE", "--all", "--quiet", "--no-pager", "--no-tail", $"--unit={unit}"];
        var place = cursor is null ? string.Create(CultureInfo.InvariantCulture, $"--since=@{since.ToUnixTimeSeconds()}") : $"--after-cursor={cursor}";
        foreach (var word in words.Append(place))
        {
            start.ArgumentList.Add(word);
        }

        start.Environment["LC_ALL"] = "C";
        return start;
    }

    private static async Task EndAsync(Process? child)
    {
        if (child is null)
        {
            return;
        }

        using (child)
        {
            try
            {
                child.Kill(entireProcessTree: true);
                using var bound = new CancellationTokenSource(StopBound);
                await child.WaitForExitAsync(bound.Token).ConfigureAwait(false);
            }
            catch (Exception gone) when (gone is InvalidOperationException or OperationCanceledException)
            {
                // It has ended, or it ignores even that.
            }
        }
    }

    private void Tell(string reason)
    {
        if (problem is null)
        {
            Log.JournalEnded(logger, target, unit, reason);
        }

        problem = "journal_unreadable";
    }
}
