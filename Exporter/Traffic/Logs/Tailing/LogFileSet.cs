using Exporter.Traffic.Logs.Positions;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Exporter.Traffic.Logs.Tailing;

/// <summary>
/// The files of one path or pattern. Files are told apart by inode: one that is renamed is read on by its handle until it has been
/// quiet for long, and another that comes to stand in its place is read from its beginning.
/// </summary>
/// <remarks>Polled by one thread.</remarks>
internal sealed class LogFileSet(string target, string pattern, ILineSink sink, AccessLogMetrics metrics, LogPositions positions, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>Bound of one poll for each file: a backlog of gigabytes must not keep the others waiting.</summary>
    private const long MostPerPoll = 16 * 1024 * 1024;

    private const int BufferSize = 64 * 1024;

    /// <summary>Its server may keep it open and write on: a redirected output never changes its file.</summary>
    private static readonly TimeSpan QuietRenamed = TimeSpan.FromMinutes(10);

    /// <summary>A deleted file takes room on the disk as long as we hold it.</summary>
    private static readonly TimeSpan QuietDeleted = TimeSpan.FromSeconds(30);

    private readonly byte[] buffer = new byte[BufferSize];
    private readonly Dictionary<FileIdentity, Followed> followed = [];
    private readonly Dictionary<FileIdentity, FilePosition> copies = [];
    private readonly Dictionary<string, FileIdentity> standing = [];
    private bool isFirst = true;
    private bool isMoved;
    private bool beginsAtEnd;

    /// <summary>Why not everything could be read, as a label value; null where everything could.</summary>
    public string? Problem { get; private set; }

    /// <summary>Looks which files there are and reads what is new.</summary>
    public void Poll()
    {
        var before = isFirst ? positions.Find(target, pattern) : null;
        beginsAtEnd = isFirst && before is null;
        IReadOnlyList<FilePosition> resumed = before?.Files ?? [];
        var seen = Look(resumed);
        if (isFirst)
        {
            ResumeRenamed(resumed);
            (isFirst, isMoved) = (false, true);
        }

        var lag = 0L;
        foreach (var one in followed.Values.ToList())
        {
            Read(one, seen.Contains(one.File.Identity));
            lag += one.File.Lag;
        }

        metrics.SetLag(pattern, lag);
        if (isMoved)
        {
            isMoved = false;
            positions.Set(new SourcePosition { Target = target, Source = pattern, Files = [.. followed.Values.Select(static f => FilePosition.Of(f.File)), .. copies.Values] });
        }
    }

    public void Dispose()
    {
        foreach (var one in followed.Values)
        {
            one.File.Dispose();
        }

        metrics.SetLag(pattern, null);
    }

    private HashSet<FileIdentity> Look(IReadOnlyList<FilePosition> resumed)
    {
        var seen = new HashSet<FileIdentity>();
        var problem = "file_not_found";
        foreach (var path in LogPath.Expand(pattern))
        {
            if (FileStatus.Of(path, out var reason) is not { } status)
            {
                problem = Worse(problem, reason);
                continue;
            }

            reason = status.IsRegular ? Follow(path, status, resumed) : "not_a_file";
            problem = reason.Length > 0 ? Worse(problem, reason) : problem == "file_not_found" ? "" : problem;
            seen.Add(status.Identity);
        }

        foreach (var gone in copies.Keys.Except(seen).ToList())
        {
            copies.Remove(gone);
        }

        Tell(problem.Length == 0 ? null : problem);
        return seen;
    }

    /// <summary>That there is nothing yet is the least of all reasons.</summary>
    private static string Worse(string one, string other) => one is "" or "file_not_found" ? other : one;

    /// <returns>Why it cannot be followed; empty where it can.</returns>
    private string Follow(string path, FileStatus status, IReadOnlyList<FilePosition> resumed)
    {
        if (standing.TryGetValue(path, out var before) && before != status.Identity)
        {
            metrics.Rotated();
            Log.LogRotated(logger, target, path);
        }

        if (followed.TryGetValue(status.Identity, out var known))
        {
            known.File.Path = path;
        }
        else if (!copies.ContainsKey(status.Identity))
        {
            try
            {
                Begin(path, Open(path), status, resumed);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                return refused is UnauthorizedAccessException ? "no_permission" : "file_not_found";
            }
        }

        standing[path] = status.Identity;
        return "";
    }

    private void Begin(string path, SafeFileHandle handle, FileStatus status, IReadOnlyList<FilePosition> resumed)
    {
        if (FileStatus.Of(handle)?.Identity != status.Identity || IsCopy(path, handle, status, resumed))
        {
            // Another took the name between looking and opening, which the next look finds; or what it holds was read before.
            handle.Dispose();
            return;
        }

        var position = resumed.FirstOrDefault(p => p.Identity() == status.Identity);
        var file = new TailedFile(path, handle, status.Identity, 0, sink);
        if (position is not null)
        {
            file.Resume(position.Offset, position.Head());
        }
        else if (beginsAtEnd)
        {
            file.BeginAtEnd();
        }

        Add(file);
        Log.LogFollowed(logger, target, path, file.Offset);
    }

    /// <summary>Files that were followed before a restart and have another name now, which the pattern may not match.</summary>
    private void ResumeRenamed(IReadOnlyList<FilePosition> resumed)
    {
        foreach (var position in resumed.Where(p => !p.IsCopy && !followed.ContainsKey(p.Identity())))
        {
            if (Siblings.FindRenamed(position.Path, position.Identity(), position.Head()) is { } found)
            {
                var file = new TailedFile(found.Path, found.File, position.Identity(), 0, sink);
                file.Resume(position.Offset, position.Head());
                Add(file);
                metrics.Rotated();
            }
            else
            {
                Log.LogLost(logger, target, position.Path);
            }
        }
    }

    /// <summary>Whether it is the copy of a followed log, made to truncate that: it is read where the truncation is found, if at all.</summary>
    private bool IsCopy(string path, SafeFileHandle handle, FileStatus status, IReadOnlyList<FilePosition> resumed)
    {
        var known = resumed.FirstOrDefault(p => p.Identity() == status.Identity);
        var heads = followed.Values.Select(static f => f.File.Head).Concat(resumed.Select(static p => p.Head()));
        var isCopy = known?.IsCopy ?? (!beginsAtEnd && heads.Any(head => head.IsTelling && status.Size >= head.Length && head.IsHeadOf(handle)));
        if (isCopy)
        {
            copies[status.Identity] = new FilePosition(path, status.Identity.Device, status.Identity.Inode, 0, 0, "") { IsCopy = true };
            isMoved = true;
        }

        return isCopy;
    }

    private void Read(Followed one, bool hasName)
    {
        var truncations = one.File.Truncations;
        var read = one.File.Read(buffer, MostPerPoll);
        if (one.File.Truncations > truncations)
        {
            metrics.Truncated(one.File.Truncations - truncations);
            Log.LogTruncated(logger, target, one.File.Path, read);
        }

        isMoved |= read > 0 || one.File.Truncations > truncations;
        if (read > 0 || hasName)
        {
            one.QuietSince = time.GetTimestamp();
        }
        else if (time.GetElapsedTime(one.QuietSince) > (one.File.IsDeleted ? QuietDeleted : QuietRenamed))
        {
            followed.Remove(one.File.Identity);
            one.File.Dispose();
            isMoved = true;
        }
    }

    private void Add(TailedFile file)
    {
        followed.Add(file.Identity, new Followed(file) { QuietSince = time.GetTimestamp() });
        isMoved = true;
    }

    private void Tell(string? problem)
    {
        if (problem == Problem)
        {
            return;
        }

        switch (problem)
        {
            case null:
                Log.LogReadable(logger, target, pattern);
                break;
            case "no_permission":
                Log.LogRefused(logger, target, pattern);
                break;
            case "not_a_file":
                Log.LogIsNoFile(logger, target, pattern);
                break;
            default:
                Log.LogMissing(logger, target, pattern);
                break;
        }

        Problem = problem;
    }

    private static SafeFileHandle Open(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private sealed class Followed(TailedFile file)
    {
        public TailedFile File { get; } = file;

        /// <summary>Since when it has no name that the pattern matches, and nothing new.</summary>
        public long QuietSince { get; set; }
    }
}
