using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Xml.Linq;
using Amazon.Runtime;

namespace TemporalLambda.Aws.Protocol;

/// <summary>One response: a body, or the result element of an XML document.</summary>
internal sealed class ServiceResponse : AmazonWebServiceResponse
{
    private static readonly XElement NoResult = new("NoResult");

    /// <summary>The body as it came; empty for <see cref="WireProtocol.Query"/>.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>The operation's result element, without namespaces.</summary>
    public XElement Result { get; init; } = NoResult;

    /// <summary>A header's value, or null.</summary>
    public Func<string, string?> Header { get; init; } = _ => null;

    /// <summary>The body as a record.</summary>
    public T Json<T>(JsonTypeInfo<T> type) => JsonSerializer.Deserialize(Body, type)!;
}
