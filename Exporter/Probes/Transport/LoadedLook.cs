using System.Text.Json;
using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Probes.Judging;

namespace Exporter.Probes.Transport;

/// <summary>
/// A look at whether a server has its model in memory, by a page that neither loads nor wakes one: llama.cpp sleeps where it may
/// (<c>--sleep-idle-seconds</c>) and LM Studio loads what is asked for, so a question would take the memory of the GPU back.
/// </summary>
internal sealed class LoadedLook
{
    private const long LongestAnswer = 4 * 1024 * 1024;

    /// <summary>Longer than this is no answer, and no answer is no reason not to ask.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(500);

    private readonly RequestBuilder requests;
    private readonly Func<JsonElement, bool> isUnloaded;
    private readonly string objection;

    private LoadedLook(RequestBuilder requests, Func<JsonElement, bool> isUnloaded, string objection)
    {
        this.requests = requests;
        this.isUnloaded = isUnloaded;
        this.objection = objection;
    }

    /// <returns>Null for a server that has no such page or is not named by the target, and where the probe may load a model.</returns>
    public static LoadedLook? Of(TargetConfig target, ModelProbeConfig config) => target.Server switch
    {
        _ when config.AllowLoad => null,
        ServerKind.LlamaCpp => new(new RequestBuilder(target, config, "/props"), Sleeps, "the server sleeps (GET /props: is_sleeping); a question would wake it"),
        ServerKind.LmStudio => new(
            new RequestBuilder(target, config, "/api/v0/models"),
            models => IsNotLoaded(models, target.Model),
            $"the model '{target.Model}' is not loaded (GET /api/v0/models); a question would load it"),
        _ => null,
    };

    /// <param name="transport">The one that will ask the question too.</param>
    /// <returns>Why nothing should be asked; null where the model is loaded, or nothing tells.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> fired.</exception>
    public async Task<string?> ObjectionAsync(HttpTransport transport, ProbeRun run, string? credentials, CancellationToken cancellationToken)
    {
        var look = run.Beside();
        var unloaded = false;
        using var timeout = new CancellationTokenSource(Bound, run.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            await transport.ExchangeAsync(
                look,
                () => requests.Build(HttpMethod.Get, null, "application/json", credentials),
                async (answer, body, token) =>
                {
                    var bytes = answer.IsSuccessStatusCode ? await BoundedBody.ReadAsync(answer, body, LongestAnswer, token).ConfigureAwait(false) : null;
                    using var document = bytes is { } known ? JsonText.TryParse(known, out _) : null;
                    unloaded = document is not null && isUnloaded(document.RootElement);
                    return look.Succeed();
                },
                either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        return unloaded ? objection : null;
    }

    private static bool Sleeps(JsonElement properties) => JsonText.Property(properties, "is_sleeping") is { ValueKind: JsonValueKind.True };

    /// <summary>A model that is not in the list is the question's business.</summary>
    private static bool IsNotLoaded(JsonElement models, string? model) =>
        JsonText.Property(models, "data") is { ValueKind: JsonValueKind.Array } list
        && list.EnumerateArray().Any(m => JsonText.StringOf(m, "id") == model && JsonText.StringOf(m, "state") == "not-loaded");
}
