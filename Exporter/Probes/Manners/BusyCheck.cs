using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Manners;

/// <summary>Asks a server whether real requests wait already, so that a probe does not lengthen their queue; only by pages that do not queue themselves.</summary>
internal sealed class BusyCheck(TargetConfig target, ProbeConfig config, Action<SentRequest>? sent = null) : IDisposable
{
    /// <summary>A hung server looks busy too: after so many skipped ticks in a row it is probed all the same.</summary>
    private const int MostInARow = 3;
    private const long LongestAnswer = 4 * 1024 * 1024;

    /// <summary>Longer than this is no answer, and no answer is no reason not to probe.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    private readonly HttpTransport transport = new(config);
    private readonly RequestBuilder[] requests = [.. QueueLength.PathsOf(config.Type, target.Server).Select(path => new RequestBuilder(target, config, path))];

    /// <summary>The look comes before the probe's own time begins: together they must end before the next tick, or each tick at a hung server would cost the one after it.</summary>
    private readonly TimeSpan bound = TimeSpan.FromTicks(Math.Min(Longest.Ticks, (config.Interval - config.Timeout).Ticks / 2));
    private int skipped;

    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> fired.</exception>
    public async Task<bool> ShouldSkipAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        if (skipped >= MostInARow || !await IsBusyAsync(time, cancellationToken).ConfigureAwait(false))
        {
            skipped = 0;
            return false;
        }

        skipped++;
        return true;
    }

    public void Dispose() => transport.Dispose();

    private async Task<bool> IsBusyAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var run = new ProbeRun(time) { Sent = sent };
        if (!Credentials.TryResolve(config, run, out var credentials, out _))
        {
            return false;
        }

        using var timeout = new CancellationTokenSource(bound, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        double? waiting = null;
        try
        {
            for (var i = 0; i < requests.Length && waiting is null; i++)
            {
                var request = requests[i];
                await transport.ExchangeAsync(
                    run,
                    () => request.Build(HttpMethod.Get, null, string.Empty, credentials),
                    async (answer, body, token) =>
                    {
                        var text = answer.IsSuccessStatusCode ? await BoundedBody.ReadAsync(answer, body, LongestAnswer, token).ConfigureAwait(false) : null;
                        waiting = text is { } known ? QueueLength.Of(config.Type, known) : null;
                        return run.Succeed();
                    },
                    either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // No answer in time says nothing.
        }

        return waiting > 0;
    }
}
