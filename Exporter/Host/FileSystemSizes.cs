namespace Exporter.Host;

/// <summary>
/// Asks file systems for their sizes, each on a thread of its own: a question to one whose disk or server is gone may never come back
/// and cannot be cancelled. Such a file system is left alone until its answer has come; the others go on.
/// </summary>
/// <param name="read">Asks one: path in, size or null out; may hang.</param>
/// <param name="timeout">How long one answer is waited for.</param>
internal sealed class FileSystemSizes(Func<string, (long Used, long Limit)?> read, TimeSpan timeout, TimeProvider time)
{
    private readonly Dictionary<string, Task<(long Used, long Limit)?>> unanswered = [];

    /// <summary>Paths whose question has not come back until now, in no order.</summary>
    public IReadOnlyCollection<string> Unanswered => [.. unanswered.Where(question => !question.Value.IsCompleted).Select(question => question.Key)];

    /// <summary>Asks all at once and waits no longer than the time-out altogether; who does not answer has no entry. Not for two callers at a time.</summary>
    public async Task<IReadOnlyDictionary<string, (long Used, long Limit)>> ReadAsync(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        DropAnswered();
        var asked = new List<string>();
        foreach (var path in paths.Where(path => !unanswered.ContainsKey(path)))
        {
            // Not a thread of the pool: the hung ones would be missing there.
            unanswered.Add(path, Task.Factory.StartNew(() => read(path), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
            asked.Add(path);
        }

        return await CollectAsync(asked, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The sizes of the file system that holds <paramref name="path"/>; null where it does not say. May hang.</summary>
    public static (long Used, long Limit)? Ask(string path)
    {
        try
        {
            var drive = new DriveInfo(path);
            var used = drive.TotalSize - drive.TotalFreeSpace;
            var limit = used + drive.AvailableFreeSpace;
            return limit > 0 ? (used, limit) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private async Task<IReadOnlyDictionary<string, (long Used, long Limit)>> CollectAsync(List<string> asked, CancellationToken cancellationToken)
    {
        var answers = new Dictionary<string, (long Used, long Limit)>();
        var all = Task.WhenAll(asked.Select(path => unanswered[path]));
        try
        {
            await all.WaitAsync(timeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Those that have answered are taken below.
        }

        foreach (var path in asked)
        {
            if (unanswered[path] is { IsCompletedSuccessfully: true } answered && await answered.ConfigureAwait(false) is { } size)
            {
                answers[path] = size;
            }
        }

        DropAnswered();
        return answers;
    }

    private void DropAnswered()
    {
        foreach (var path in unanswered.Where(question => question.Value.IsCompleted).Select(question => question.Key).ToArray())
        {
            unanswered.Remove(path);
        }
    }
}
