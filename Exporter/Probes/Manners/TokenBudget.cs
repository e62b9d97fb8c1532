namespace Exporter.Probes.Manners;

/// <summary>What a probe has cost in the last hour: input and output tokens, as far as servers tell. Survives a reload, not a restart.</summary>
/// <remarks>One flow. The probe that crosses the bound is the last one: what it costs is known only afterwards.</remarks>
internal sealed class TokenBudget(TimeProvider time)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Queue<(long At, long Tokens)> spent = new();
    private long sum;

    /// <summary>Whether the last hour has cost as much as it may.</summary>
    public bool IsSpent(long perHour)
    {
        while (spent.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) >= Hour)
        {
            sum -= spent.Dequeue().Tokens;
        }

        return sum >= perHour;
    }

    public void Spend(TokenCounts? tokens)
    {
        var cost = (tokens?.Input ?? 0) + (tokens?.Output ?? 0);
        if (cost > 0)
        {
            spent.Enqueue((time.GetTimestamp(), cost));
            sum += cost;
        }
    }
}
