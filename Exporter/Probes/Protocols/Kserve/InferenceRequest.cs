using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Exporter.Probes.Protocols.Kserve;

/// <summary>The body of <c>POST …/infer</c>, written before the clock starts: JSON, and behind it the tensors that JSON cannot carry.</summary>
internal sealed record InferenceRequest
{
    /// <summary>Says how long the JSON is where bytes follow it.</summary>
    public const string JsonLengthHeader = "Inference-Header-Content-Length";

    private InferenceRequest(byte[] body, int? jsonLength)
    {
        Body = body;
        JsonLength = jsonLength?.ToString(CultureInfo.InvariantCulture);
    }

    public byte[] Body { get; }

    /// <summary>Value of <see cref="JsonLengthHeader"/>; null where the body is JSON alone.</summary>
    public string? JsonLength { get; }

    /// <summary>A request that the configuration gives whole.</summary>
    public static InferenceRequest Of(string json) => new(Encoding.UTF8.GetBytes(json), null);

    /// <param name="text">What each element of an input of texts says.</param>
    /// <param name="problem">Why no request can be made from the metadata; null where one can.</param>
    public static InferenceRequest? TryMake(ModelSpec model, string text, out string? problem)
    {
        var inputs = new List<ProbeTensor>();
        foreach (var spec in model.Inputs)
        {
            if (ProbeTensor.TryMake(spec, text, out problem) is not { } tensor)
            {
                return null;
            }

            inputs.Add(tensor);
        }

        problem = inputs.Count == 0 ? "the metadata names no inputs" : null;
        return problem is null ? Serialise(inputs, model.Outputs) : null;
    }

    private static InferenceRequest Serialise(List<ProbeTensor> inputs, IReadOnlyList<TensorSpec> outputs)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteStartArray("inputs");
            inputs.ForEach(input => WriteInput(json, input));
            json.WriteEndArray();
            WriteOutputs(json, outputs);
            json.WriteEndObject();
        }

        var jsonLength = bytes.WrittenCount;
        var binary = inputs.Where(static input => TensorDatatypes.IsBinaryOnly(input.Datatype)).ToList();
        binary.ForEach(input => bytes.Write(input.ToBytes()));
        return new InferenceRequest(bytes.WrittenSpan.ToArray(), binary.Count > 0 ? jsonLength : null);
    }

    private static void WriteInput(Utf8JsonWriter json, ProbeTensor input)
    {
        json.WriteStartObject();
        json.WriteString("name", input.Name);
        json.WriteStartArray("shape");
        foreach (var length in input.Shape)
        {
            json.WriteNumberValue(length);
        }

        json.WriteEndArray();
        json.WriteString("datatype", input.Datatype);
        if (TensorDatatypes.IsBinaryOnly(input.Datatype))
        {
            json.WriteStartObject("parameters");
            json.WriteNumber("binary_data_size", input.ByteCount);
            json.WriteEndObject();
        }
        else
        {
            json.WritePropertyName("data");
            input.WriteData(json);
        }

        json.WriteEndObject();
    }

    /// <summary>Every output by name, so that a missing one is the server's error and not our oversight.</summary>
    private static void WriteOutputs(Utf8JsonWriter json, IReadOnlyList<TensorSpec> outputs)
    {
        if (outputs.Count == 0)
        {
            return;
        }

        json.WriteStartArray("outputs");
        foreach (var output in outputs)
        {
            json.WriteStartObject();
            json.WriteString("name", output.Name);
            if (TensorDatatypes.IsBinaryOnly(output.Datatype))
            {
                json.WriteStartObject("parameters");
                json.WriteBoolean("binary_data", true);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
