using Microsoft.Extensions.Hosting;

namespace Exporter.Web;

/// <summary>Keeps the web host from listening to signals: the daemon does, for all its parts.</summary>
internal sealed class SignalsElsewhere : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
