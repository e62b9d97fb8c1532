using Microsoft.AspNetCore.Http;

namespace Exporter.Web.Pages;

/// <summary>The pages under <c>/-/</c> that supervisors and operators ask.</summary>
/// <param name="stopping">Fires when the server stops.</param>
internal sealed class LifecyclePages(WebEndpoints endpoints, CancellationToken stopping)
{
    /// <summary>Liveness: this process answers. Says nothing about GPUs or targets, on purpose: restarting the daemon heals neither.</summary>
    public static Task HealthyAsync(HttpContext context) => Reply.TextAsync(context, StatusCodes.Status200OK, "The exporter is alive.");

    public Task ReadyAsync(HttpContext context)
    {
        var report = endpoints.Readiness();
        return Reply.TextAsync(context, report.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, report.Text);
    }

    /// <remarks>A client that goes away ends nothing here either.</remarks>
    public async Task ReleaseGpusAsync(HttpContext context)
    {
        if (endpoints.ReleaseGpus is not { } release)
        {
            await Reply.TextAsync(context, StatusCodes.Status404NotFound, "There are no GPUs to release.");
            return;
        }

        try
        {
            var outcome = await release(stopping);
            await Reply.TextAsync(context, outcome.Succeeded ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, outcome.Text);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await Reply.TextAsync(context, StatusCodes.Status503ServiceUnavailable, "The exporter stops, which releases the GPUs for good.");
        }
    }

    /// <remarks>A client that goes away does not end a reload half way: only the server's stop does.</remarks>
    public async Task ReloadAsync(HttpContext context)
    {
        ReloadOutcome outcome;
        try
        {
            outcome = await endpoints.Reload(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await Reply.TextAsync(context, StatusCodes.Status503ServiceUnavailable, "The exporter stops; the configuration was not reloaded.");
            return;
        }

        await (outcome.Succeeded
            ? Reply.TextAsync(context, StatusCodes.Status200OK, "The configuration was reloaded.")
            : Reply.TextAsync(context, StatusCodes.Status500InternalServerError, string.Join('\n', outcome.Errors) + "\nThe running configuration was kept."));
    }
}
