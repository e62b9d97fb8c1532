namespace Exporter.Probes.Protocols;

/// <summary>
/// Keeps probes from keeping a model loaded. Every request puts the moment of unloading off, and a request that brings a
/// <c>keep_alive</c> of its own shortens that of the users after it. So the model is asked once after each use by others: that
/// moment, as the server tells it, stands still until somebody else comes.
/// </summary>
/// <remarks>One flow.</remarks>
internal sealed class OllamaResidency
{
    /// <summary>A model that is kept for longer than this is kept for good, and no probe changes that.</summary>
    private static readonly TimeSpan ForGood = TimeSpan.FromDays(365);

    private bool asked;
    private DateTimeOffset? afterOurs;

    /// <summary>Whether nobody else has used the loaded model since the last probe.</summary>
    /// <param name="expiry">When the server will unload the model; null where it does not say, and then nothing can be told.</param>
    public bool IsIdle(DateTimeOffset? expiry, DateTimeOffset now)
    {
        if (!asked || expiry is not { } moment || moment - now > ForGood)
        {
            return false;
        }

        if (afterOurs is null)
        {
            // What our own request had led to was not seen: this is taken for it.
            afterOurs = moment;
            return true;
        }

        return afterOurs == moment;
    }

    /// <summary>The probe has asked.</summary>
    /// <param name="before">When the server would have unloaded the model before; null where unknown.</param>
    /// <param name="after">The same afterwards; null where unknown.</param>
    public void Asked(DateTimeOffset? before, DateTimeOffset? after)
    {
        asked = true;
        // Unchanged means that the server had not yet counted our request as ended.
        afterOurs = after == before ? null : after;
    }

    /// <summary>The model is not loaded.</summary>
    public void Forget()
    {
        asked = false;
        afterOurs = null;
    }
}
