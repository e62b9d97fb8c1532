namespace Exporter.Traffic.Discovery;

/// <summary>Finds the servers of this host by looking and by asking politely: GETs without effect, one second each, never anything else.</summary>
internal sealed class ServerDiscovery(DiscoveryOptions options, TimeProvider time)
{
    /// <param name="gpuPids">Processes that hold memory of a GPU, once they are known; empty where there is none or nobody knows.</param>
    public async Task<DiscoveryResult> FindAsync(Task<IReadOnlyCollection<int>> gpuPids, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var candidates = CandidateSearch.Find(options);
        using var client = new DiscoveryClient(options, time);
        using var bound = new CancellationTokenSource(options.Bound, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        using var places = new SemaphoreSlim(options.Parallelism);
        var identifier = new ServerIdentifier(client);
        var answers = await Task.WhenAll(candidates.All.Select(candidate => AskAsync(identifier, candidate, places, either.Token))).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        var onGpu = CandidateSearch.OnGpu(options, candidates, await gpuPids.ConfigureAwait(false));
        var servers = new List<DiscoveredServer>();
        var unanswered = new List<int>();
        foreach (var (candidate, server) in candidates.All.Zip(answers))
        {
            if (server is null)
            {
                unanswered.Add(candidate.Port);
            }
            else
            {
                servers.Add(server with { IsOnGpu = candidate.Processes.Any(process => onGpu.Contains(process.Pid)) });
            }
        }

        return new DiscoveryResult(servers, candidates.PassedOver, unanswered, time.GetElapsedTime(started));
    }

    /// <returns>Null where nobody answers, or the time is up.</returns>
    private static async Task<DiscoveredServer?> AskAsync(ServerIdentifier identifier, Candidate candidate, SemaphoreSlim places, CancellationToken cancellationToken)
    {
        try
        {
            await places.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        try
        {
            return await identifier.IdentifyAsync(candidate, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        finally
        {
            places.Release();
        }
    }
}
