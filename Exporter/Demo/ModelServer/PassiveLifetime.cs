using Microsoft.Extensions.Hosting;

namespace Exporter.Demo.ModelServer;

/// <summary>Leaves the signals of the process to the daemon; the usual lifetime would take SIGTERM for this server alone.</summary>
internal sealed class PassiveLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
