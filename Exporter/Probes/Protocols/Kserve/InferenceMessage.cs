using System.Buffers.Binary;
using Exporter.Probes.Grpc.Wire;
using Google.Protobuf;

namespace Exporter.Probes.Protocols.Kserve;

/// <summary>The inference as messages of gRPC: made from the metadata, and judged against it.</summary>
internal static class InferenceMessage
{
    public static ModelSpec SpecOf(ModelMetadataResponse metadata) => new([.. metadata.Inputs.Select(Spec)], [.. metadata.Outputs.Select(Spec)]);

    /// <param name="text">What each element of an input of texts says.</param>
    /// <param name="problem">Why no request can be made from the metadata; null where one can.</param>
    public static ModelInferRequest? TryMake(ModelSpec spec, string model, string version, string text, out string? problem)
    {
        var request = new ModelInferRequest { ModelName = model, ModelVersion = version };
        foreach (var input in spec.Inputs)
        {
            if (ProbeTensor.TryMake(input, text, out problem) is not { } tensor)
            {
                return null;
            }

            request.Inputs.Add(new ModelInferRequest.Types.InferInputTensor { Name = tensor.Name, Datatype = tensor.Datatype, Shape = { tensor.Shape } });
            request.RawInputContents.Add(UnsafeByteOperations.UnsafeWrap(tensor.ToBytes()));
        }

        request.Outputs.Add(spec.Outputs.Select(static output => new ModelInferRequest.Types.InferRequestedOutputTensor { Name = output.Name }));
        problem = spec.Inputs.Count == 0 ? "the metadata names no inputs" : null;
        return problem is null ? request : null;
    }

    /// <param name="expected">Outputs that must be there.</param>
    /// <returns>Null when all is well, else the first thing wrong in one line.</returns>
    public static string? Violation(ModelInferResponse answer, IReadOnlyList<TensorSpec> expected)
    {
        var raw = answer.RawOutputContents;
        if (raw.Count != 0 && raw.Count != answer.Outputs.Count)
        {
            return $"the answer has {answer.Outputs.Count} outputs and the data of {raw.Count}";
        }

        var came = new List<TensorSpec>();
        for (var i = 0; i < answer.Outputs.Count; i++)
        {
            var tensor = answer.Outputs[i];
            var output = new TensorSpec(tensor.Name, tensor.Datatype, tensor.Shape);
            if (SizeViolation(output, raw.Count == 0 ? null : raw[i].Span.ToArray(), tensor.Contents) is { } wrong)
            {
                return wrong;
            }

            came.Add(output);
        }

        return came.Count == 0 ? "the answer has no outputs" : TensorSpec.Violation(came, expected);
    }

    private static TensorSpec Spec(ModelMetadataResponse.Types.TensorMetadata tensor) => new(tensor.Name, tensor.Datatype, tensor.Shape);

    private static string? SizeViolation(TensorSpec output, byte[]? raw, InferTensorContents? contents)
    {
        if (TensorShape.CountOf(output.Shape, int.MaxValue) is not { } count || TensorDatatypes.SizeOf(output.Datatype) is not { } size)
        {
            return $"output '{output.Name}' is no tensor: {output.Datatype} [{string.Join(", ", output.Shape)}]";
        }

        var elements = raw is null ? CountOf(contents, output.Datatype) : size > 0 && raw.Length % size == 0 ? raw.Length / size : size > 0 ? -1 : CountOfTexts(raw);
        return elements == count ? null : elements < 0
            ? $"output '{output.Name}' has data that is no {output.Datatype}"
            : $"output '{output.Name}' has {elements} elements, but its shape says {count}";
    }

    private static long CountOf(InferTensorContents? contents, string datatype) => contents is null ? 0 : datatype switch
    {
        "BOOL" => contents.BoolContents.Count,
        "INT8" or "INT16" or "INT32" => contents.IntContents.Count,
        "INT64" => contents.Int64Contents.Count,
        "UINT8" or "UINT16" or "UINT32" => contents.UintContents.Count,
        "UINT64" => contents.Uint64Contents.Count,
        "FP32" => contents.Fp32Contents.Count,
        "FP64" => contents.Fp64Contents.Count,
        TensorDatatypes.Bytes => contents.BytesContents.Count,
        _ => 0,
    };

    /// <summary>Texts stand one after the other, each behind its length; -1 where they do not fill the bytes.</summary>
    private static long CountOfTexts(ReadOnlySpan<byte> raw)
    {
        var count = 0L;
        while (raw.Length >= sizeof(uint))
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(raw);
            raw = raw[sizeof(uint)..];
            if (length > raw.Length)
            {
                return -1;
            }

            raw = raw[(int)length..];
            count++;
        }

        return raw.IsEmpty ? count : -1;
    }
}
