using Exporter.Configuration.Web;

namespace Exporter.Web;

/// <summary>The rate limit: full at first, each request takes one token, one comes back every interval.</summary>
internal sealed class TokenBucket(RateLimitConfig config, TimeProvider time)
{
    private readonly Lock gate = new();
    private double tokens = config.Burst;
    private long counted = time.GetTimestamp();

    public RateLimitConfig Config => config;

    /// <returns>False where the bucket is empty.</returns>
    public bool TryTake()
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            tokens = Math.Min(config.Burst, tokens + (time.GetElapsedTime(counted, now) / config.Interval));
            counted = now;
            if (tokens < 1)
            {
                return false;
            }

            tokens--;
            return true;
        }
    }
}
