using TemporalLambda.Temporal.Tests.Fixtures;
using Code = Temporalio.Exceptions.RpcException.StatusCode;

namespace TemporalLambda.Temporal.Tests.Errors;

/// <summary>What any call can meet, whatever it is about. The development server never gives these, so that a frontend of the tests does.</summary>
public class CallErrorTableTests
{
    public static readonly TheoryData<Code, string, string, FaultCategory, string> Table = new()
    {
        { Code.Unauthenticated, "Request unauthorized.", "TemporalIdentityRefused", FaultCategory.AuthenticationError, "Give an API key" },
        { Code.PermissionDenied, "Request unauthorized.", "TemporalPermissionDenied", FaultCategory.PermissionDenied, "Ask for write access" },
        { Code.Unavailable, "no healthy upstream", "TemporalConnectionLost", FaultCategory.ConnectionError, "Run the command again once" },
        { Code.DeadlineExceeded, "context deadline exceeded", "TemporalCallTimedOut", FaultCategory.OperationTimeout, "Run the command again" },
        { Code.Unimplemented, "unknown method DescribeWorkerDeployment", "TemporalCallUnknown", FaultCategory.NotInstalled, "Use server 1.31 or later" },
        { Code.ResourceExhausted, "namespace rate limit exceeded", "TemporalRateLimited", FaultCategory.LimitsExceeded, "Wait a minute" },
        { Code.NotFound, "Namespace default is not found.", "TemporalNamespaceNotFound", FaultCategory.ObjectNotFound, "Correct the name" },
        { Code.FailedPrecondition, "worker versioning v3 is disabled", "TemporalCallRefused", FaultCategory.InvalidOperation, "Correct what the message names" },
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Table))]
    public async Task A_calls_error_is_told_as_what_it_is(Code code, string words, string errorId, FaultCategory category, string recommendation)
    {
        await using FakeFrontend frontend = await FakeFrontend.StartAsync();
        TemporalConnection connection = await TemporalConnection.OpenAsync(
            new() { Address = frontend.Address, Namespace = "default" }, SilentReporter.Instance, Cancel);
        frontend.Outcome = ((int)code, words);
        StageException error = await Assert.ThrowsAsync<StageException>(
            () => new TemporalLambda.Temporal.Routing(connection).PlanAsync(new("app") { BuildId = "1" }, Cancel));
        Assert.Equal((errorId, category), (error.ErrorId, error.Category));
        Assert.Contains(error.Target, (object?[])[frontend.Address, "default", "app", "app:1"]);
        Assert.StartsWith(recommendation, error.Recommendation, StringComparison.Ordinal);
        Assert.Equal(code, Assert.IsType<Temporalio.Exceptions.RpcException>(error.InnerException).Code);
    }
}
