using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Support;

/// <summary>A body that arrives in exact pieces, each at its own moment of a manual clock.</summary>
internal sealed class PieceStream(ManualTimeProvider clock, params (int AfterMilliseconds, byte[] Bytes)[] pieces) : Stream
{
    private int next;
    private ReadOnlyMemory<byte> rest;

    /// <summary>Thrown at the end instead of the end, where set.</summary>
    public Exception? LostAtEnd { get; init; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Probes read asynchronously.");

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (rest.IsEmpty && next < pieces.Length)
        {
            clock.Advance(TimeSpan.FromMilliseconds(pieces[next].AfterMilliseconds));
            rest = pieces[next++].Bytes;
        }

        if (rest.IsEmpty && LostAtEnd is not null)
        {
            return ValueTask.FromException<int>(LostAtEnd);
        }

        var count = Math.Min(buffer.Length, rest.Length);
        rest[..count].CopyTo(buffer);
        rest = rest[count..];
        return ValueTask.FromResult(count);
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What a two-way protocol writes goes nowhere.</summary>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Probes write asynchronously.");
}
