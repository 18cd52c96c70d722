using System.Text.Json.Nodes;

namespace TemporalLambda.Sandbox.Wire;

/// <summary>The operations of a service that is asked by the JSON protocol, which names one in a header.</summary>
/// <param name="prefix">What stands before the name there.</param>
/// <param name="operations">The operations by name.</param>
internal sealed class JsonOperations(string prefix, IReadOnlyDictionary<string, Func<JsonInput, JsonObject?>> operations)
{
    /// <summary>Does what is asked.</summary>
    /// <param name="request">The request.</param>
    /// <param name="demand">Given the operation's name and input, throws where the caller may not.</param>
    public AwsResponse Handle(AwsRequest request, Action<string, JsonInput> demand)
    {
        string target = request.Http.Header("X-Amz-Target") ?? "";
        string action = target.StartsWith(prefix, StringComparison.Ordinal) ? target[prefix.Length..] : "";
        var operation = operations.GetValueOrDefault(action)
            ?? throw new AwsException(400, "UnknownOperationException", $"This sandbox does not play the operation {target}.");
        var body = JsonInput.Read(request.Http.Body);
        demand(action, body);
        return JsonAnswer.Json11(operation(body));
    }
}
