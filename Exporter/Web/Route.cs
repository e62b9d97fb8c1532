using Microsoft.AspNetCore.Http;

namespace Exporter.Web;

/// <summary>One page or action.</summary>
/// <param name="Path">The exact path.</param>
/// <param name="Methods">What it may be asked.</param>
/// <param name="HandleAsync">Writes the answer; HEAD is cared for by <see cref="Reply"/>.</param>
internal sealed record Route(string Path, RouteMethods Methods, Func<HttpContext, Task> HandleAsync)
{
    /// <summary>Text of its link on the landing page; null means none.</summary>
    public string? Title { get; init; }

    /// <summary>Value of the Allow header.</summary>
    public string Allow => Methods switch
    {
        RouteMethods.Read => "GET, HEAD",
        RouteMethods.Act => "POST, PUT",
        RouteMethods.ActOrTakeBack => "POST, PUT, DELETE",
    };

    public bool Allows(string method) => Methods switch
    {
        RouteMethods.Read => HttpMethods.IsGet(method) || HttpMethods.IsHead(method),
        RouteMethods.Act => HttpMethods.IsPost(method) || HttpMethods.IsPut(method),
        RouteMethods.ActOrTakeBack => HttpMethods.IsPost(method) || HttpMethods.IsPut(method) || HttpMethods.IsDelete(method),
    };
}
