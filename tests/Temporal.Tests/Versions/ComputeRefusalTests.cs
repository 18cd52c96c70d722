using Temporalio.Exceptions;
using Code = Temporalio.Exceptions.RpcException.StatusCode;

namespace TemporalLambda.Temporal.Tests.Versions;

/// <summary>The servers' words, as recorded from both versions.</summary>
public class ComputeRefusalTests
{
    private const string Denied = "failed to assume role R: operation error STS: AssumeRole, https response error StatusCode: 403, api error AccessDenied: not authorized";
    private static readonly WantedVersion Wanted = new("app", "1", "queue", "F", "R", "external");

    [Theory]
    [InlineData(Code.InvalidArgument, $"default: {Denied}", null, 0, "TemporalRoleNotAssumable", true)]
    [InlineData(Code.InvalidArgument, $"default: cannot connect to the compute provider: {Denied}", null, 0, "TemporalRoleNotAssumable", true)]
    [InlineData(Code.InvalidArgument, "default: cannot connect to the compute provider: failed to assume role R: get credentials: no EC2 IMDS role found", null, 0, "TemporalServerIdentityMissing", false)]
    [InlineData(Code.InvalidArgument, "default: role R does not require the configured external ID; update the role's trust policy", null, 0, "TemporalExternalIdNotEnforced", false)]
    [InlineData(Code.InvalidArgument, "default: IAM role trust policy does not enforce ExternalID condition: it was assumed without", null, 0, "TemporalExternalIdNotEnforced", false)]
    [InlineData(Code.InvalidArgument, "default: lambda GetFunction failed: StatusCode: 404, ResourceNotFoundException: Function not found: F", null, 0, "TemporalFunctionNotFound", false)]
    [InlineData(Code.InvalidArgument, "default: cannot access the compute resource: operation error Lambda: GetFunction, StatusCode: 403, AccessDeniedException", null, 0, "TemporalFunctionAccessDenied", true)]
    [InlineData(Code.InvalidArgument, "Could not instantiate compute provider with type 'aws-lambda'", null, 0, "TemporalComputeProviderNotEnabled", false)]
    [InlineData(Code.InvalidArgument, "default: unknown config key \"nonsense\" for no-sync scaling algorithm", null, 0, "TemporalVersionRefused", false)]
    [InlineData(Code.ResourceExhausted, "reached maximum worker controller instances in namespace (100)", null, 0, "TemporalLimitReached", false)]
    [InlineData(Code.Internal, "something went wrong, please retry (1)", null, 100, "TemporalLimitReached", false)]
    [InlineData(Code.Internal, "something went wrong, please retry (1)", null, 5, "TemporalServerFailed", true)]
    [InlineData(Code.Internal, "something went wrong, please retry (1)", "default: failed to invoke lambda: AccessDeniedException", 5, "TemporalFunctionAccessDenied", true)]
    [InlineData(Code.Internal, "something went wrong, please retry (1)", "default: failed to invoke lambda: TooManyRequestsException", 5, "TemporalInvocationFailed", false)]
    public void Each_answer_is_its_own_error(Code code, string message, string? failure, int controllers, string errorId, bool mayPass)
    {
        ControllerEvidence? evidence = code == Code.Internal ? new(failure, controllers) : null;
        ComputeRefusal refusal = ComputeRefusal.From(new RpcException(code, message, null), evidence, Wanted, "host:7233", "default");
        Assert.Equal((errorId, mayPass), (refusal.Error.ErrorId, refusal.MayPass));
    }
}
