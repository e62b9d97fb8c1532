using System.Threading.Channels;
using Exporter.Hosting;
using Exporter.Tests.Support;

namespace Exporter.Tests.Hosting;

internal sealed class ConfigWatcherTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Test]
    public async Task A_changed_content_is_reloaded_once_and_an_unchanged_or_missing_one_never()
    {
        var time = new ManualTimeProvider();
        var source = new FakeConfigSource("a");
        var reloads = Channel.CreateUnbounded<string>();
        await using var watcher = new ConfigWatcher(
            source,
            _ =>
            {
                reloads.Writer.TryWrite(source.Yaml);
                return Task.CompletedTask;
            },
            time,
            new RecordingLogger());
        watcher.Start();

        await LookAsync(time, times: 3);
        Assert.That(reloads.Reader.TryPeek(out _), Is.False, "nothing changed");

        source.Vanished = true;
        await LookAsync(time, times: 1);
        source.Vanished = false;
        source.Yaml = "b";
        await LookAsync(time, times: 3);

        Assert.That(await reloads.Reader.ReadAsync(), Is.EqualTo("b"));
        Assert.That(reloads.Reader.TryPeek(out _), Is.False, "one reload for one change");
    }

    private static async Task LookAsync(ManualTimeProvider time, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await time.WaitForTimersAsync(1);
            time.Advance(Second);
        }

        await time.WaitForTimersAsync(1);
    }
}
