using System.Globalization;
using System.Text;

namespace TemporalLambda.Runtime.Http;

/// <summary>
/// Reads HTTP/1.1 responses from a stream, one after another, however the bytes are cut. Knows what the Runtime API and AWS send:
/// a content length, chunks, or a body that ends with the connection.
/// </summary>
/// <param name="peer">Who sends them, as messages say it in mid-sentence.</param>
/// <param name="stream">What they come from.</param>
internal sealed class HttpResponseReader(string peer, Stream stream)
{
    private const int MaximumLineLength = 64 * 1024;
    private const int MaximumHeaderCount = 256;

    private readonly byte[] buffer = new byte[8 * 1024];
    private int start;
    private int end;

    /// <exception cref="EndOfStreamException">The connection ended before or within the response.</exception>
    /// <exception cref="InvalidDataException">What came is not HTTP.</exception>
    public async Task<HttpResponse> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (status, isHttp11) = ParseStatusLine(await ReadLineAsync(cancellationToken));
            var headers = await ReadHeadersAsync(cancellationToken);
            if (status is >= 100 and < 200)
            {
                continue;
            }

            var keepsAlive = headers.TryGetValue("Connection", out var connection)
                ? !connection.Contains("close", StringComparison.OrdinalIgnoreCase)
                    && (isHttp11 || connection.Contains("keep-alive", StringComparison.OrdinalIgnoreCase))
                : isHttp11;
            var body = new BodyBeginning();
            if (headers.TryGetValue("Transfer-Encoding", out var encoding) && encoding.Contains("chunked", StringComparison.OrdinalIgnoreCase))
            {
                await ReadChunksAsync(body, cancellationToken);
            }
            else if (headers.TryGetValue("Content-Length", out var length))
            {
                await ReadExactlyAsync(ParseLength(length, NumberStyles.None), body, cancellationToken);
            }
            else if (status is not (204 or 304))
            {
                await ReadToEndAsync(body, cancellationToken);
                keepsAlive = false;
            }

            return new HttpResponse(status, headers, body.ToArray(), keepsAlive);
        }
    }

    private (int Status, bool IsHttp11) ParseStatusLine(string line)
    {
        if (line.Length < 12 || !line.StartsWith("HTTP/1.", StringComparison.Ordinal) || line[8] != ' '
            || !int.TryParse(line.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status))
        {
            throw new InvalidDataException($"The answer of {peer} does not begin as HTTP does: '{Shorten(line)}'.");
        }

        return (status, line[7] != '0');
    }

    private long ParseLength(string text, NumberStyles style) =>
        long.TryParse(text.Trim(), style, CultureInfo.InvariantCulture, out var length) && length >= 0
            ? length
            : throw new InvalidDataException($"The answer of {peer} has no valid length: '{Shorten(text)}'.");

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80];

    private async Task<Dictionary<string, string>> ReadHeadersAsync(CancellationToken cancellationToken)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var count = 0; count <= MaximumHeaderCount; count++)
        {
            var line = await ReadLineAsync(cancellationToken);
            if (line.Length == 0)
            {
                return headers;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
            {
                throw new InvalidDataException($"The answer of {peer} has a broken header: '{Shorten(line)}'.");
            }

            headers[line[..colon].TrimEnd()] = line[(colon + 1)..].Trim();
        }

        throw new InvalidDataException($"The answer of {peer} has more than {MaximumHeaderCount} headers.");
    }

    private async Task ReadChunksAsync(BodyBeginning body, CancellationToken cancellationToken)
    {
        while (true)
        {
            var line = await ReadLineAsync(cancellationToken);
            var extension = line.IndexOf(';', StringComparison.Ordinal);
            var size = ParseLength(extension < 0 ? line : line[..extension], NumberStyles.AllowHexSpecifier);
            if (size == 0)
            {
                // Trailing fields look like headers and end like them.
                await ReadHeadersAsync(cancellationToken);
                return;
            }

            await ReadExactlyAsync(size, body, cancellationToken);
            if ((await ReadLineAsync(cancellationToken)).Length != 0)
            {
                throw new InvalidDataException($"A chunk in the answer of {peer} is longer than it says.");
            }
        }
    }

    private async Task ReadExactlyAsync(long length, BodyBeginning body, CancellationToken cancellationToken)
    {
        while (length > 0)
        {
            if (start == end)
            {
                await FillAsync(cancellationToken);
            }

            var count = (int)Math.Min(length, end - start);
            body.Append(buffer.AsSpan(start, count));
            start += count;
            length -= count;
        }
    }

    private async Task ReadToEndAsync(BodyBeginning body, CancellationToken cancellationToken)
    {
        do
        {
            body.Append(buffer.AsSpan(start, end - start));
            start = 0;
            end = await stream.ReadAsync(buffer, cancellationToken);
        }
        while (end > 0);
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        StringBuilder? carried = null;
        while (true)
        {
            var newline = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            var count = newline < 0 ? end - start : newline;
            var part = Encoding.Latin1.GetString(buffer, start, count);
            if (newline >= 0)
            {
                start += newline + 1;
                var line = carried is null ? part : carried.Append(part).ToString();
                return line.EndsWith('\r') ? line[..^1] : line;
            }

            start = end;
            carried = (carried ?? new StringBuilder()).Append(part);
            if (carried.Length > MaximumLineLength)
            {
                throw new InvalidDataException($"A line in the answer of {peer} is too long.");
            }

            await FillAsync(cancellationToken);
        }
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        start = 0;
        end = 0;
        end = await stream.ReadAsync(buffer, cancellationToken);
        if (end == 0)
        {
            throw new EndOfStreamException($"The connection was closed by {peer}.");
        }
    }

    private sealed class BodyBeginning
    {
        private readonly List<byte> kept = [];

        public void Append(ReadOnlySpan<byte> bytes) => kept.AddRange(bytes[..Math.Min(bytes.Length, HttpResponse.KeptBodyLength - kept.Count)]);

        public byte[] ToArray() => [.. kept];
    }
}
