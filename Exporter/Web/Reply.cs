using System.Text;
using Microsoft.AspNetCore.Http;

namespace Exporter.Web;

/// <summary>Writes whole answers: a length always, a body except for HEAD.</summary>
internal static class Reply
{
    public const string PlainText = "text/plain; charset=utf-8";

    /// <summary>Answers with lines for a person.</summary>
    public static Task TextAsync(HttpContext context, int status, string text)
    {
        context.Response.Headers.CacheControl = "no-store";
        return BytesAsync(context, status, PlainText, Encoding.UTF8.GetBytes(text + "\n"));
    }

    public static Task BytesAsync(HttpContext context, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
