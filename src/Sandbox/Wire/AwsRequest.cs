using TemporalLambda.Sandbox.Identity;

namespace TemporalLambda.Sandbox.Wire;

/// <summary>A request whose signature was found right.</summary>
/// <param name="Id">The request id that the answer carries.</param>
/// <param name="Service">The signing name: lambda, iam, sts, logs or ssm.</param>
/// <param name="Http">Method, raw path and query, headers and body.</param>
/// <param name="Caller">Who signed it.</param>
internal sealed record AwsRequest(string Id, string Service, HttpMessage Http, Caller Caller);

/// <summary>An HTTP request as it came: nothing is decoded, as the signature is over the raw form.</summary>
/// <param name="Method">In capitals.</param>
/// <param name="RawPath">The path with its percent signs.</param>
/// <param name="RawQuery">Without the question mark.</param>
/// <param name="Headers">By name in any case; repeated ones joined by commas.</param>
/// <param name="Body">The whole body.</param>
internal sealed record HttpMessage(
    string Method, string RawPath, string RawQuery, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>A header's value, or null.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>The parts of the path, decoded; a slash at the end is none.</summary>
    public string[] PathSegments() =>
        [.. RawPath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];

    /// <summary>Name and value of each query parameter, decoded, in order.</summary>
    public IEnumerable<KeyValuePair<string, string>> QueryPairs() => FormPairs.Parse(RawQuery, plusIsSpace: false);

    /// <summary>The first value of a query parameter, or null.</summary>
    public string? Query(string name)
    {
        foreach (var (key, value) in QueryPairs())
        {
            if (key == name)
            {
                return value;
            }
        }
        return null;
    }
}
