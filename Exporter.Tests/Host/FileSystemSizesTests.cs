using Exporter.Host;
using Exporter.Tests.Support;

namespace Exporter.Tests.Host;

[TestFixture]
internal sealed class FileSystemSizesTests
{
    private static readonly TimeSpan timeout = TimeSpan.FromSeconds(1);

    [Test]
    public async Task A_file_system_that_hangs_is_missing_and_the_others_are_not()
    {
        var clock = new ManualTimeProvider();
        using var mended = new ManualResetEventSlim();
        var questions = 0;
        var sizes = new FileSystemSizes(path => Answer(path, mended, ref questions), timeout, clock);

        var first = await AskAndTimeOutAsync(sizes, clock);
        Assert.That(first.Keys, Is.EqualTo(new[] { "/" }));
        Assert.That(sizes.Unanswered, Is.EqualTo(new[] { "/dead" }));

        var second = await sizes.ReadAsync(["/", "/dead"], CancellationToken.None);
        Assert.That(second.Keys, Is.EqualTo(new[] { "/" }), "no time-out is waited for again");
        Assert.That(questions, Is.EqualTo(1), "who has not answered is not asked again");

        mended.Set();
        await Eventually.IsTrueAsync(() => sizes.ReadAsync(["/", "/dead"], CancellationToken.None).GetAwaiter().GetResult().Count == 2, "both are read");
        Assert.That(sizes.Unanswered, Is.Empty);
    }

    [Test]
    public async Task A_stop_is_not_kept_by_a_file_system_that_hangs()
    {
        using var mended = new ManualResetEventSlim();
        using var stopping = new CancellationTokenSource();
        var questions = 0;
        var sizes = new FileSystemSizes(path => Answer(path, mended, ref questions), timeout, new ManualTimeProvider());
        var reading = sizes.ReadAsync(["/dead"], stopping.Token);
        await stopping.CancelAsync();
        Assert.That(async () => await reading, Throws.InstanceOf<OperationCanceledException>());
        mended.Set();
    }

    [Test]
    public void The_root_of_this_machine_has_a_size()
    {
        var size = FileSystemSizes.Ask("/");
        Assert.That(size, Is.Not.Null);
        Assert.That(size!.Value.Used, Is.Positive.And.LessThanOrEqualTo(size.Value.Limit));
    }

    [TestCase("/does/not/exist")]
    [TestCase("/proc")]
    [TestCase("")]
    public void What_has_no_size_is_null(string path) => Assert.That(FileSystemSizes.Ask(path), Is.Null);

    private static async Task<IReadOnlyDictionary<string, (long Used, long Limit)>> AskAndTimeOutAsync(FileSystemSizes sizes, ManualTimeProvider clock)
    {
        var reading = sizes.ReadAsync(["/", "/dead"], CancellationToken.None);
        await clock.WaitForTimersAsync(1);
        // The healthy one answers on a thread of its own; only the dead one may run into the time-out.
        await Eventually.IsTrueAsync(() => sizes.Unanswered.Count == 1, "the file system is given up");
        clock.Advance(timeout);
        return await reading;
    }

    private static (long Used, long Limit)? Answer(string path, ManualResetEventSlim mended, ref int deadQuestions)
    {
        if (path != "/dead")
        {
            return (1, 2);
        }

        Interlocked.Increment(ref deadQuestions);
        mended.Wait();
        return (3, 4);
    }
}
