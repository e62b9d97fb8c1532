using System.Text;
using System.Text.Json;
using Exporter.Probes.Grpc.Wire;
using Exporter.Probes.Judging;
using Google.Protobuf;

namespace Exporter.Probes.Protocols.Kserve;

/// <summary>The messages of gRPC in the JSON that the same protocol has over HTTP: what is asked is written, and what is answered is checked, in one form.</summary>
internal static class InferenceMessageJson
{
    /// <param name="body">As of <c>POST …/infer</c>.</param>
    /// <param name="problem">Why it is no request; null where it is one.</param>
    public static ModelInferRequest? TryRead(string body, string model, string version, out string? problem)
    {
        using var document = JsonText.TryParse(Encoding.UTF8.GetBytes(body), out problem);
        if (document is null)
        {
            return null;
        }

        if (JsonText.Property(document.RootElement, "inputs") is not { ValueKind: JsonValueKind.Array } inputs)
        {
            problem = "the body has no list of inputs";
            return null;
        }

        var request = new ModelInferRequest { ModelName = model, ModelVersion = version, Id = JsonText.StringOf(document.RootElement, "id") ?? "" };
        problem = inputs.EnumerateArray().Select(input => AddInput(request, input)).FirstOrDefault(static wrong => wrong is not null);
        if (problem is null && InferenceParameters.TryAdd(request.Parameters, document.RootElement, out problem))
        {
            problem = AddOutputs(request, document.RootElement);
        }

        return problem is null ? request : null;
    }

    /// <returns>Why it is no input; null where it is one.</returns>
    private static string? AddInput(ModelInferRequest request, JsonElement input)
    {
        if (TensorJson.TryReadSpec(input) is not { } spec || JsonText.Property(input, "data") is not { } data)
        {
            return "an input has no name, datatype, shape or data";
        }

        if (TensorBytes.TryOf(spec.Datatype, data) is not { } bytes)
        {
            return $"the data of input '{spec.Name}' is not {spec.Datatype} throughout";
        }

        var tensor = new ModelInferRequest.Types.InferInputTensor { Name = spec.Name, Datatype = spec.Datatype, Shape = { spec.Shape } };
        request.Inputs.Add(tensor);
        request.RawInputContents.Add(UnsafeByteOperations.UnsafeWrap(bytes));
        return InferenceParameters.TryAdd(tensor.Parameters, input, out var problem) ? null : problem;
    }

    /// <summary>What is asked for; without a list the server answers with every output.</summary>
    /// <returns>Why they cannot be asked for; null where they can.</returns>
    private static string? AddOutputs(ModelInferRequest request, JsonElement body)
    {
        if (JsonText.Property(body, "outputs") is not { } list)
        {
            return null;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            return "the outputs are no list";
        }

        foreach (var item in list.EnumerateArray())
        {
            if (JsonText.StringOf(item, "name") is not { } name)
            {
                return "an output has no name";
            }

            var output = new ModelInferRequest.Types.InferRequestedOutputTensor { Name = name };
            request.Outputs.Add(output);
            if (!InferenceParameters.TryAdd(output.Parameters, item, out var problem))
            {
                return problem;
            }
        }

        return null;
    }

    /// <summary>An answer as over HTTP, its tensors flat.</summary>
    public static byte[] Of(ModelInferResponse answer) => JsonBody.Of(json =>
    {
        json.WriteString("model_name", answer.ModelName);
        json.WriteString("model_version", answer.ModelVersion);
        json.WriteStartArray("outputs");
        for (var i = 0; i < answer.Outputs.Count; i++)
        {
            WriteOutput(json, answer.Outputs[i], i < answer.RawOutputContents.Count ? answer.RawOutputContents[i] : null);
        }

        json.WriteEndArray();
    });

    private static void WriteOutput(Utf8JsonWriter json, ModelInferResponse.Types.InferOutputTensor output, ByteString? raw)
    {
        json.WriteStartObject();
        json.WriteString("name", output.Name);
        json.WriteString("datatype", output.Datatype);
        json.WriteStartArray("shape");
        foreach (var length in output.Shape)
        {
            json.WriteNumberValue(length);
        }

        json.WriteEndArray();
        json.WriteStartArray("data");
        if (raw is not null)
        {
            TensorBytes.WriteData(json, output.Datatype, raw.Span);
        }
        else
        {
            WriteContents(json, output.Contents ?? new InferTensorContents());
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Of the lists only that of the datatype is filled.</summary>
    private static void WriteContents(Utf8JsonWriter json, InferTensorContents contents)
    {
        foreach (var value in contents.BoolContents)
        {
            json.WriteBooleanValue(value);
        }

        foreach (var value in contents.IntContents.Select(static value => (long)value).Concat(contents.Int64Contents).Concat(contents.UintContents.Select(static value => (long)value)))
        {
            json.WriteNumberValue(value);
        }

        foreach (var value in contents.Uint64Contents)
        {
            json.WriteNumberValue(value);
        }

        foreach (var value in contents.Fp32Contents)
        {
            WriteFinite(json, float.IsFinite(value), () => json.WriteNumberValue(value));
        }

        foreach (var value in contents.Fp64Contents)
        {
            WriteFinite(json, double.IsFinite(value), () => json.WriteNumberValue(value));
        }

        foreach (var value in contents.BytesContents)
        {
            json.WriteStringValue(value.ToStringUtf8());
        }
    }

    private static void WriteFinite(Utf8JsonWriter json, bool isFinite, Action write)
    {
        if (isFinite)
        {
            write();
        }
        else
        {
            json.WriteNullValue();
        }
    }
}
