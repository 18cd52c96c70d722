using TemporalLambda.Temporal.Tests.Errors;
using TemporalLambda.Temporal.Tests.Fixtures;
using Code = Temporalio.Exceptions.RpcException.StatusCode;

namespace TemporalLambda.Temporal.Tests.Versions;

/// <summary>
/// What AWS answers to the server. Of an invocation the server itself says no more than that something went wrong: what it was is in the
/// history of the worker controller. A planned fault hits whoever calls, so these tests run by themselves.
/// </summary>
[Collection("alone")]
public class DeniedInvocationTests(Servers servers)
{
    [Theory]
    [InlineData("Invoke", 403, "AccessDeniedException", Code.Internal, "TemporalFunctionAccessDenied", FaultCategory.PermissionDenied, "Allow the role lambda:InvokeFunction")]
    [InlineData("Invoke", 409, "ResourceConflictException", Code.Internal, "TemporalInvocationFailed", FaultCategory.InvalidOperation, "Correct what the message names")]
    [InlineData("GetFunction", 403, "AccessDeniedException", Code.InvalidArgument, "TemporalFunctionAccessDenied", FaultCategory.PermissionDenied, "Allow the role lambda:GetFunction")]
    public async Task What_AWS_refuses_the_server_is_told(
        string operation, int status, string awsCode, Code code, string errorId, FaultCategory category, string recommendation)
    {
        ControllerAws aws = await servers.AwsAsync();
        Situation[] situations = await Task.WhenAll(Servers.Versions.Select(version => Situation.MakeAsync(servers, version.Data)));
        await aws.PlanFaultAsync(operation, 200, status, awsCode, "not now");
        try
        {
            ServerError row = new(
                operation, at => at.RegisterAsync(at.Wanted with { Timeout = TimeSpan.FromSeconds(1) }), code, "", errorId, category,
                at => at.Wanted.FunctionArn, recommendation);
            await Task.WhenAll(situations.Select(row.CheckAsync));
        }
        finally
        {
            await aws.ResetFaultsAsync();
        }
    }
}

[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class Alone;
