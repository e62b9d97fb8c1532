using System.Text.Json;

namespace Exporter.Demo.ModelServer;

/// <summary>Generates text, streamed or not; chat and completion differ in their objects alone.</summary>
internal abstract class GenerationEndpoint : OpenAiEndpoint
{
    /// <summary>Beginning of the answers' ids, such as <c>chatcmpl</c>.</summary>
    protected abstract string IdPrefix { get; }

    /// <summary>Value of <c>object</c> in a whole answer.</summary>
    protected abstract string WholeObject { get; }

    /// <summary>Value of <c>object</c> in a chunk of a stream.</summary>
    protected abstract string ChunkObject { get; }

    /// <summary>The question, or what is wrong with the request.</summary>
    protected abstract (string Prompt, int PromptTokens, JsonReply? Failure) PromptOf(JsonElement request);

    /// <summary>Writes the text of a whole answer into its choice.</summary>
    protected abstract void WriteWhole(Utf8JsonWriter json, string text);

    /// <summary>Writes the text of a chunk into its choice.</summary>
    protected abstract void WriteDelta(Utf8JsonWriter json, string text);

    /// <summary>Writes what a stream begins with into its choice; false where it begins with the first token.</summary>
    protected abstract bool WriteOpening(Utf8JsonWriter json);

    protected sealed override Reply AnswerKnownModel(JsonElement request, RequestContext context)
    {
        var (prompt, promptTokens, failure) = PromptOf(request);
        if (failure is not null)
        {
            return failure;
        }

        if (GenerationRequest.Parse(request) is not { } wanted)
        {
            return Missing("max_tokens", "a whole number of at least 1");
        }

        var tokens = Tokens.Split(Answers.To(prompt, context.IsWrongWanted));
        var finishReason = tokens.Count > wanted.MaxTokens ? "length" : "stop";
        tokens = [.. tokens.Take(wanted.MaxTokens)];
        Reply reply = wanted.IsStreamed ? Stream(context, tokens, finishReason, wanted, promptTokens) : Whole(context, tokens, finishReason, promptTokens);
        return reply with { PromptTokens = promptTokens, OutputTokens = tokens.Count, FinishReason = finishReason };
    }

    private JsonReply Whole(RequestContext context, IReadOnlyList<string> tokens, string finishReason, int promptTokens) => new(200, JsonText.Of(json =>
    {
        WriteHead(json, WholeObject, context);
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        WriteWhole(json, string.Concat(tokens));
        json.WriteNull("logprobs");
        json.WriteString("finish_reason", finishReason);
        json.WriteNull("stop_reason");
        json.WriteEndObject();
        json.WriteEndArray();
        WriteUsage(json, promptTokens, tokens.Count);
        json.WriteEndObject();
    }));

    private StreamReply Stream(RequestContext context, IReadOnlyList<string> tokens, string finishReason, GenerationRequest wanted, int promptTokens)
    {
        var hasOpening = false;
        var opening = Chunk(context, json => hasOpening = WriteOpening(json), finishReason: null);
        var closing = new List<byte[]> { Chunk(context, json => WriteDelta(json, ""), finishReason) };
        if (wanted.IsUsageStreamed)
        {
            closing.Add(UsageChunk(context, promptTokens, tokens.Count));
        }

        return new StreamReply(
            hasOpening ? [opening] : [],
            [.. tokens.Select(token => Chunk(context, json => WriteDelta(json, token), finishReason: null))],
            closing);
    }

    private byte[] Chunk(RequestContext context, Action<Utf8JsonWriter> writeDelta, string? finishReason) => JsonText.Of(json =>
    {
        WriteHead(json, ChunkObject, context);
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        writeDelta(json);
        json.WriteNull("logprobs");
        json.WriteString("finish_reason", finishReason);
        if (finishReason is not null)
        {
            json.WriteNull("stop_reason");
        }

        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private byte[] UsageChunk(RequestContext context, int promptTokens, int outputTokens) => JsonText.Of(json =>
    {
        WriteHead(json, ChunkObject, context);
        json.WriteStartArray("choices");
        json.WriteEndArray();
        WriteUsage(json, promptTokens, outputTokens);
        json.WriteEndObject();
    });

    private void WriteHead(Utf8JsonWriter json, string objectName, RequestContext context)
    {
        json.WriteStartObject();
        json.WriteString("id", $"{IdPrefix}-demo-{context.Sequence}");
        json.WriteString("object", objectName);
        json.WriteNumber("created", context.Created);
        json.WriteString("model", DemoModelServer.ModelName);
    }

    private static void WriteUsage(Utf8JsonWriter json, int promptTokens, int outputTokens)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", promptTokens);
        json.WriteNumber("total_tokens", promptTokens + outputTokens);
        json.WriteNumber("completion_tokens", outputTokens);
        json.WriteNull("prompt_tokens_details");
        json.WriteEndObject();
    }
}
