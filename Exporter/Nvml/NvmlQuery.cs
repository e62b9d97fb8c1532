using Exporter.Nvml.Native;
using Microsoft.Extensions.Logging;

namespace Exporter.Nvml;

/// <summary>
/// Puts questions to one device and judges the answers: null is "not supported" or "not now"; what the device cannot do is asked
/// again only rarely; and once an answer says that the device or the driver is gone, nothing more is asked in this round.
/// </summary>
/// <remarks>Used by one thread. It belongs to one handle and dies with it.</remarks>
internal sealed unsafe class NvmlQuery(nint device, int index, TimeProvider time, ILogger logger, NvmlTrace? trace = null)
{
    /// <summary>MIG, permissions and drivers change; a card does not learn a reading every second.</summary>
    private static readonly TimeSpan askAgainAfter = TimeSpan.FromMinutes(10);

    private readonly Dictionary<(NvmlFunction Function, uint Which), (long Since, NvmlReturn Code)> unsupported = [];

    /// <summary>The handle.</summary>
    public nint Device => device;

    /// <summary>The answer that ended this round: the device or the driver is gone; null while all is well.</summary>
    public NvmlReturn? Fatal { get; private set; }

    /// <summary>The first failure of this round that is neither "not supported" nor fatal.</summary>
    public NvmlReturn? FirstError { get; private set; }

    /// <summary>How many questions of this round were answered.</summary>
    public int Answers { get; private set; }

    public void BeginRound()
    {
        Fatal = null;
        FirstError = null;
        Answers = 0;
    }

    public T? Get<T>(NvmlDeviceOut<T> function, T request = default)
        where T : unmanaged => Asks(function) && Accepts(function, 0, function.Invoke(device, &request)) ? request : null;

    public uint? Get(NvmlDeviceOutOf function, uint which)
    {
        uint value;
        return Asks(function, which) && Accepts(function, which, function.Invoke(device, which, &value)) ? value : null;
    }

    public (uint First, uint Second)? Get(NvmlDeviceOutPair function)
    {
        uint first;
        uint second;
        return Asks(function) && Accepts(function, 0, function.Invoke(device, &first, &second)) ? (first, second) : null;
    }

    public string? Get(NvmlDeviceText function)
    {
        const int Longest = 96;
        var text = stackalloc byte[Longest];
        return Asks(function) && Accepts(function, 0, function.Invoke(device, text, Longest)) ? NvmlText.Read(text, Longest) : null;
    }

    public (uint First, uint Second, uint Third, uint Fourth)? Get(NvmlDeviceOutFour function)
    {
        uint first, second, third, fourth;
        return Asks(function) && Accepts(function, 0, function.Invoke(device, &first, &second, &third, &fourth)) ? (first, second, third, fourth) : null;
    }

    public double? Get(NvmlDeviceOutTotal function, int error, int span)
    {
        ulong value;
        var which = (uint)(error | (span << 4));
        return Asks(function, which) && Accepts(function, which, function.Invoke(device, error, span, &value)) ? value : null;
    }

    public double? Get(NvmlDeviceOutCount function, int error, int span, int location)
    {
        ulong value;
        var which = (uint)(error | (span << 4) | (location << 8));
        return Asks(function, which) && Accepts(function, which, function.Invoke(device, error, span, location, &value)) ? value : null;
    }

    /// <summary>The handle of a part of the device.</summary>
    public nint? Get(NvmlDevicePart function, uint index)
    {
        // A place without an instance today may have one tomorrow: that is no lack of the card's.
        nint part;
        if (!Asks(function))
        {
            return null;
        }

        var code = function.Invoke(device, index, &part);
        return code != NvmlReturn.InvalidArgument && Accepts(function, 0, code) ? part : null;
    }

    /// <summary>Asks a batch. The device's driver answers every field with a code of its own.</summary>
    /// <param name="function">The library's.</param>
    /// <param name="batch">A number for this batch: some cards refuse one as a whole and answer the others.</param>
    /// <param name="values">Questions, and then answers.</param>
    /// <returns>False when the batch as a whole failed; then no answer in it means anything.</returns>
    public bool Get(NvmlDeviceFields function, uint batch, Span<NvmlFieldValue> values)
    {
        var which = uint.MaxValue - batch;
        fixed (NvmlFieldValue* first = values)
        {
            return Asks(function, which) && Accepts(function, which, function.Invoke(device, values.Length, first));
        }
    }

    /// <summary>Samples newer than one that was seen, or of the whole ring for 0.</summary>
    /// <returns><see cref="NvmlReturn.NotFound"/> where there is none; null where the device has no such ring or fails.</returns>
    public NvmlReturn? Get(NvmlDeviceSamples function, int type, ulong lastSeen, Span<NvmlSample> samples, out NvmlValueType valueType, ref uint count)
    {
        valueType = NvmlValueType.UInt;
        if (!Asks(function, (uint)type))
        {
            return null;
        }

        fixed (NvmlSample* first = samples)
        fixed (NvmlValueType* told = &valueType)
        fixed (uint* counted = &count)
        {
            var code = function.Invoke(device, type, lastSeen, told, counted, first);
            return Accepts(function, (uint)type, code) || code is NvmlReturn.NotFound ? code : null;
        }
    }

    /// <summary>What processes used since a sample that was seen.</summary>
    /// <returns><see cref="NvmlReturn.NotFound"/> where none used anything; null where the device cannot tell or fails.</returns>
    public NvmlReturn? Get(NvmlDeviceProcessUtilization function, Span<NvmlProcessUtilization> records, ref uint count, ulong lastSeen)
    {
        if (!Asks(function))
        {
            return null;
        }

        fixed (NvmlProcessUtilization* first = records)
        fixed (uint* counted = &count)
        {
            var code = function.Invoke(device, first, counted, lastSeen);
            return code is NvmlReturn.NotFound or NvmlReturn.InsufficientSize || Accepts(function, 0, code) ? code : null;
        }
    }

    /// <summary>Whether a sample of performance counters was taken: of the device, or of an instance of it.</summary>
    public bool Take(NvmlFunctions functions, uint? gpuInstance, nint sample) => gpuInstance is { } part
        ? Asks(functions.GpmTakeOfPart, part) && Accepts(functions.GpmTakeOfPart, part, functions.GpmTakeOfPart.Invoke(device, part, sample))
        : Asks(functions.GpmTake) && Accepts(functions.GpmTake, 0, functions.GpmTake.Invoke(device, sample));

    /// <summary>Whether the card itself said that it does not have this, rather than an old library or a failure.</summary>
    public bool IsNotSupported(NvmlFunction function) => unsupported.TryGetValue((function, 0), out var refusal) && refusal.Code == NvmlReturn.NotSupported;

    /// <summary>Asks a part of this device; it has no memory of its own of what is not supported.</summary>
    public NvmlQuery OfPart(nint part) => new(part, index, time, logger, trace);

    /// <summary>Judges a code that a question without a device was answered with.</summary>
    public bool Accepts(NvmlFunction function, NvmlReturn code) => Accepts(function, 0, code);

    /// <summary>Whether a question without a device is worth asking.</summary>
    public bool Asks(NvmlFunction function) => Asks(function, 0);

    /// <summary>One field of an answered batch, decoded by its own type; null where its own code is a failure.</summary>
    public double? Decode(NvmlDeviceFields function, in NvmlFieldValue field) =>
        Accepts(function, field.FieldId, field.Return) ? field.Value.As(field.ValueType) : null;

    /// <summary>A list of records.</summary>
    /// <returns><see cref="NvmlReturn.InsufficientSize"/> when the buffer is too small: then <paramref name="count"/> is what there is.</returns>
    public NvmlReturn? List(NvmlDeviceList function, Span<byte> buffer, ref uint count)
    {
        if (!Asks(function))
        {
            return null;
        }

        fixed (byte* records = buffer)
        fixed (uint* counted = &count)
        {
            var code = function.Invoke(device, counted, records);
            return code == NvmlReturn.InsufficientSize || Accepts(function, 0, code) ? code : null;
        }
    }

    private bool Asks(NvmlFunction function, uint which)
    {
        if (Fatal is not null)
        {
            return false;
        }

        if (!function.IsPresent)
        {
            trace?.Answer(index, function, which, NvmlReturn.FunctionNotFound);
            return false;
        }

        if (unsupported.TryGetValue((function, which), out var refusal))
        {
            if (time.GetElapsedTime(refusal.Since) < askAgainAfter)
            {
                return false;
            }

            unsupported.Remove((function, which));
        }

        trace?.Ask(index, function, which);
        return true;
    }

    private bool Accepts(NvmlFunction function, uint which, NvmlReturn code)
    {
        trace?.Answer(index, function, which, code);
        if (code == NvmlReturn.Success)
        {
            Answers++;
            return true;
        }

        if (code.IsUnsupported())
        {
            if (unsupported.TryAdd((function, which), (time.GetTimestamp(), code)))
            {
                Log.Unsupported(logger, index, function.Name, which, code);
            }
        }
        else if (code.Scope() != Gpu.GpuFailureScope.Reading)
        {
            Fatal = code;
        }
        else if (code is not (NvmlReturn.NotFound or NvmlReturn.NoData))
        {
            FirstError ??= code;
        }

        return false;
    }
}
