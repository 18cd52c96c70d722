using System.Text.Json.Nodes;
using TemporalLambda.Sandbox.Identity;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Parameters;

/// <summary>Systems Manager's parameters: which operations there are.</summary>
internal sealed class ParametersService
{
    private readonly ParameterOperations _parameters;
    private readonly Authorizer _authorizer;
    private readonly JsonOperations _operations;

    public ParametersService(SandboxOptions options, Authorizer authorizer, TimeProvider time)
    {
        _authorizer = authorizer;
        _parameters = new ParameterOperations(options, time);
        _operations = new("AmazonSSM.", new Dictionary<string, Func<JsonInput, JsonObject?>>(StringComparer.Ordinal)
        {
            ["PutParameter"] = _parameters.Put,
            ["GetParameter"] = _parameters.Get,
            ["DescribeParameters"] = _parameters.Describe,
            ["DeleteParameter"] = _parameters.Delete,
        });
    }

    public AwsResponse Handle(AwsRequest request) => _operations.Handle(
        request,
        (action, body) => _authorizer.Demand(request, "ssm:" + action, action == "DescribeParameters" ? "*" : _parameters.Arn(body.String("Name") ?? "")));
}
