using System.Text.Json;

namespace Exporter.Demo.ModelServer;

/// <summary>What the endpoints in OpenAI's manner share: the model's name, and the error object.</summary>
internal abstract class OpenAiEndpoint : InferenceEndpoint
{
    public sealed override Reply Answer(JsonElement request, RequestContext context)
    {
        if (request.ValueKind != JsonValueKind.Object)
        {
            return Fail(400, "BadRequestError", "The body must be a JSON object.");
        }

        return StringOf(request, "model") switch
        {
            null => Missing("model", "the name of a model"),
            DemoModelServer.ModelName => AnswerKnownModel(request, context),
            var unknown => Fail(404, "NotFoundError", $"The model `{unknown}` does not exist.", "model"),
        };
    }

    public sealed override JsonReply Fail(int status, string type, string message, string? parameter = null) =>
        new(status, ErrorBody(status, type, message, parameter));

    /// <summary>The error object of OpenAI's interface.</summary>
    public static byte[] ErrorBody(int status, string type, string message, string? parameter) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("message", message);
        json.WriteString("type", type);
        json.WriteString("param", parameter);
        json.WriteNumber("code", status);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    protected abstract Reply AnswerKnownModel(JsonElement request, RequestContext context);
}
