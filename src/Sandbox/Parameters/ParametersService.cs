using System.Text.Json.Nodes;
using TemporalLambda.Sandbox.Identity;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Parameters;

/// <summary>Systems Manager's parameters: which operations there are.</summary>
internal sealed class ParametersService
{
    private const string Prefix = "AmazonSSM.";

    private readonly ParameterOperations _parameters;
    private readonly Authorizer _authorizer;
    private readonly Dictionary<string, Func<JsonInput, JsonObject>> _operations;

    public ParametersService(SandboxOptions options, Authorizer authorizer, TimeProvider time)
    {
        _authorizer = authorizer;
        _parameters = new ParameterOperations(options, time);
        _operations = new(StringComparer.Ordinal)
        {
            ["PutParameter"] = _parameters.Put,
            ["GetParameter"] = _parameters.Get,
            ["DescribeParameters"] = _parameters.Describe,
            ["DeleteParameter"] = _parameters.Delete,
        };
    }

    public AwsResponse Handle(AwsRequest request)
    {
        string target = request.Http.Header("X-Amz-Target") ?? "";
        string action = target.StartsWith(Prefix, StringComparison.Ordinal) ? target[Prefix.Length..] : "";
        var operation = _operations.GetValueOrDefault(action)
            ?? throw new AwsException(400, "UnknownOperationException", $"This sandbox does not play the operation {target}.");
        var body = JsonInput.Read(request.Http.Body);
        _authorizer.Demand(request, "ssm:" + action, action == "DescribeParameters" ? "*" : _parameters.Arn(body.String("Name") ?? ""));
        return JsonAnswer.Json11(operation(body));
    }
}
