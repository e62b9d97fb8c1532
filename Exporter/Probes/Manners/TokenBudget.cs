namespace Exporter.Probes.Manners;

/// <summary>How many tokens a probe may cost in any hour: input and output, as far as servers tell.</summary>
/// <param name="perHour">Null means no bound.</param>
/// <remarks>One flow. The probe that crosses the bound is the last one: what it costs is known only afterwards.</remarks>
internal sealed class TokenBudget(long? perHour, TimeProvider time)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Queue<(long At, long Tokens)> spent = new();
    private long sum;

    /// <summary>Whether the last hour has cost as much as it may.</summary>
    public bool IsSpent
    {
        get
        {
            while (spent.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) >= Hour)
            {
                sum -= spent.Dequeue().Tokens;
            }

            return sum >= perHour;
        }
    }

    public void Spend(TokenCounts? tokens)
    {
        var cost = (tokens?.Input ?? 0) + (tokens?.Output ?? 0);
        if (perHour is not null && cost > 0)
        {
            spent.Enqueue((time.GetTimestamp(), cost));
            sum += cost;
        }
    }
}
