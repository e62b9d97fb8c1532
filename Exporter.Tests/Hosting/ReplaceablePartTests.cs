using Exporter.Hosting;
using Exporter.Tests.Exposition.Support;

namespace Exporter.Tests.Hosting;

internal sealed class ReplaceablePartTests
{
    [Test]
    public async Task A_part_that_was_stopped_for_one_that_could_not_be_built_is_built_again()
    {
        using var under = new PipelineUnderTest();
        var started = new List<string>();
        await using var part = new ReplaceablePart<string>(under.Pipeline, section => section == "bad"
            ? throw new InvalidOperationException("planted")
            : new(new Nothing(), () => started.Add(section), static () => new Nothing(), static () => true));
        await part.ApplyAsync("good");
        await part.ApplyAsync("good");
        Assert.That(started, Is.EqualTo(new[] { "good" }), "unchanged");

        Assert.That(async () => await part.ApplyAsync("bad"), Throws.InvalidOperationException);
        Assert.That(part.Collection, Is.Null);
        await part.ApplyAsync("good");

        Assert.That(started, Is.EqualTo(new[] { "good", "good" }));
        Assert.That(part.Collection, Is.Not.Null);
    }

    private sealed class Nothing : IAsyncDisposable, IDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        public void Dispose()
        {
            // Holds nothing.
        }
    }
}
