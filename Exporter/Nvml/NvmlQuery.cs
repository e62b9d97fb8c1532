using Microsoft.Extensions.Logging;

namespace Exporter.Nvml;

/// <summary>
/// Puts questions to one device and judges the answers: null is "not supported" or "not now"; what the device cannot do is asked
/// again only rarely; and once an answer says that the device or the driver is gone, nothing more is asked in this round.
/// </summary>
/// <remarks>Used by one thread. It belongs to one handle and dies with it.</remarks>
internal sealed unsafe class NvmlQuery(nint device, int index, TimeProvider time, ILogger logger)
{
    /// <summary>MIG, permissions and drivers change; a card does not learn a reading every second.</summary>
    private static readonly TimeSpan askAgainAfter = TimeSpan.FromMinutes(10);

    private readonly Dictionary<(NvmlFunction Function, uint Which), long> unsupported = [];

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

    /// <summary>Asks a batch. The device's driver answers every field with a code of its own.</summary>
    /// <returns>False when the batch as a whole failed; then no answer in it means anything.</returns>
    public bool Get(NvmlDeviceFields function, Span<NvmlFieldValue> values)
    {
        fixed (NvmlFieldValue* first = values)
        {
            return Asks(function) && Accepts(function, 0, function.Invoke(device, values.Length, first));
        }
    }

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

    private bool Asks(NvmlFunction function, uint which = 0)
    {
        if (Fatal is not null || !function.IsPresent)
        {
            return false;
        }

        if (!unsupported.TryGetValue((function, which), out var since))
        {
            return true;
        }

        if (time.GetElapsedTime(since) < askAgainAfter)
        {
            return false;
        }

        unsupported.Remove((function, which));
        return true;
    }

    private bool Accepts(NvmlFunction function, uint which, NvmlReturn code)
    {
        if (code == NvmlReturn.Success)
        {
            Answers++;
            return true;
        }

        if (code.IsUnsupported())
        {
            if (unsupported.TryAdd((function, which), time.GetTimestamp()))
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
