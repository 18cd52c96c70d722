using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;

namespace TemporalLambda.Aws.Protocol;

/// <summary>One request, before it is marshalled by its service's protocol.</summary>
/// <param name="operation">The operation's name in the service's model.</param>
/// <param name="target">What it is about, for reports and errors: a function, role or log group. Never a secret.</param>
internal sealed class ServiceRequest(string operation, string target) : AmazonWebServiceRequest
{
    /// <summary>The operation's name in the service's model.</summary>
    public string Operation { get; } = operation;

    /// <summary>What it is about, for reports and errors.</summary>
    public string Target { get; } = target;

    /// <summary>The HTTP method; only <see cref="WireProtocol.RestJson"/> has others than POST.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>The path, with {labels}.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The values of the path's labels, not yet escaped.</summary>
    public Dictionary<string, string> Labels { get; init; } = [];

    /// <summary>The query string, or the form of <see cref="WireProtocol.Query"/>. Nulls are left out.</summary>
    public SortedDictionary<string, string?> Parameters { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Parameters of the query string that are repeated for each value.</summary>
    public Dictionary<string, IReadOnlyList<string>> Lists { get; init; } = [];

    /// <summary>Headers of the operation's own.</summary>
    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>The body, already in the service's form.</summary>
    public byte[]? Body { get; init; }

    /// <summary>A record as a JSON body.</summary>
    public static byte[] Json<T>(T record, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(record, type);
}
