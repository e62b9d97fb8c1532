using Exporter.Configuration.Scalars;
using Microsoft.AspNetCore.Http;

namespace Exporter.Web.Pages;

/// <summary><c>POST /-/maintenance?target=…&amp;duration=…</c> begins the maintenance of a target, <c>DELETE</c> or a duration of 0 ends it.</summary>
internal sealed class MaintenancePage(WebEndpoints endpoints)
{
    private static readonly Func<string, Parsed<TimeSpan>> Duration = Durations.Between(TimeSpan.Zero, TimeSpan.FromDays(7));

    public Task HandleAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (query["target"] is not [{ Length: > 0 } target])
        {
            return Reply.TextAsync(context, StatusCodes.Status400BadRequest, "Say which target: /-/maintenance?target=NAME&duration=2h");
        }

        var ends = HttpMethods.IsDelete(context.Request.Method);
        var parsed = ends ? Parsed<TimeSpan>.Good(TimeSpan.Zero) : query["duration"] is [{ } text] ? Duration(text) : Parsed<TimeSpan>.Bad("missing, such as duration=2h");
        if (!parsed.TryGet(out var duration))
        {
            return Reply.TextAsync(context, StatusCodes.Status400BadRequest, $"duration: {parsed.Problem}");
        }

        var outcome = endpoints.SetMaintenance(target, duration);
        return Reply.TextAsync(context, outcome.Found ? StatusCodes.Status200OK : StatusCodes.Status404NotFound, outcome.Text);
    }
}
