namespace TemporalLambda.Runtime.Tests.Parts;

/// <summary>Gives bytes in pieces of a chosen size, as a network may.</summary>
internal sealed class DribbleStream(byte[] bytes, int pieceLength) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(buffer.Length, pieceLength)], cancellationToken);
}
