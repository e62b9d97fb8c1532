using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Exporter.Web;

/// <summary>
/// Kestrel registers its parts with a web host; this is as much of one as it needs. The real host would load some twenty more
/// assemblies, each of which costs two open files, memory and start time that a guest on a model server's host should not take.
/// </summary>
internal sealed class KestrelParts(IServiceCollection services) : IWebHostBuilder
{
    private readonly WebHostBuilderContext context = new();

    public IWebHostBuilder ConfigureServices(Action<IServiceCollection> configureServices)
    {
        configureServices(services);
        return this;
    }

    public IWebHostBuilder ConfigureServices(Action<WebHostBuilderContext, IServiceCollection> configureServices)
    {
        configureServices(context, services);
        return this;
    }

    /// <summary>Does nothing: there is no configuration but ours.</summary>
    public IWebHostBuilder ConfigureAppConfiguration(Action<WebHostBuilderContext, IConfigurationBuilder> configureDelegate) => this;

    /// <summary>Always null: there are no settings.</summary>
    public string? GetSetting(string key) => null;

    /// <summary>Does nothing: there are no settings.</summary>
    public IWebHostBuilder UseSetting(string key, string? value) => this;

    /// <exception cref="NotSupportedException">Always: the server is built by <see cref="KestrelFactory"/>.</exception>
#pragma warning disable ASPDEPR008 // The interface names the type; nobody gets one.
    public IWebHost Build() => throw new NotSupportedException("There is no web host; the server is used directly.");
#pragma warning restore ASPDEPR008
}
