namespace Exporter.Web;

/// <summary>What a route may be asked.</summary>
internal enum RouteMethods
{
    /// <summary>GET and HEAD: looks and changes nothing.</summary>
    Read,

    /// <summary>POST and PUT: acts on the daemon; needs <c>--web.enable-lifecycle</c>.</summary>
    Act,

    /// <summary>Besides these DELETE, which takes back.</summary>
    ActOrTakeBack,
}
