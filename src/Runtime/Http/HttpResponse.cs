using System.Text;

namespace TemporalLambda.Runtime.Http;

/// <summary>An answer.</summary>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Headers">Header fields by name, whatever its case; the last of a repeated field.</param>
/// <param name="Body">The beginning of the body: all of it up to <see cref="KeptBodyLength"/> bytes.</param>
/// <param name="KeepsAlive">Whether the connection serves another request.</param>
internal sealed record HttpResponse(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body, bool KeepsAlive)
{
    /// <summary>
    /// How much of a body is kept. A worker's event carries nothing that it needs, so a 6 MB one is read and dropped.
    /// </summary>
    public const int KeptBodyLength = 16 * 1024;

    public bool IsSuccess => Status is >= 200 and < 300;

    public string BodyText => Encoding.UTF8.GetString(Body);
}
