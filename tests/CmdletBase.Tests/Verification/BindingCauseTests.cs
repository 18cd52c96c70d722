using TemporalLambda.Aws.Lambda;
using TemporalLambda.Cmdlets.Verification;
using TemporalLambda.Temporal;

namespace TemporalLambda.CmdletBase.Tests.Verification;

public class BindingCauseTests
{
    private static readonly WantedVersion Wanted = new("orders", "b1", "queue", "arn:aws:lambda:eu-central-1:123456789012:function:orders:1", null, null);

    [Fact]
    public void A_function_as_it_should_be_is_no_cause()
    {
        FunctionConfiguration function = Function(60, ("TEMPORAL_LAMBDA_DEPLOYMENT_NAME", "orders"), ("TEMPORAL_LAMBDA_BUILD_ID", "b1"), ("TEMPORAL_TASK_QUEUE", "queue"));
        Assert.Null(BindingCause.OfWrongSettings(function, Wanted));
        Assert.Null(BindingCause.OfMissingSettings(function, Wanted));
    }

    [Fact]
    public void What_the_environment_lacks_is_told_and_is_not_wrong()
    {
        FunctionConfiguration function = Function(60, ("TEMPORAL_TASK_QUEUE", "queue"));
        Assert.Null(BindingCause.OfWrongSettings(function, Wanted));
        StageException error = BindingCause.OfMissingSettings(function, Wanted)!;
        Assert.Equal("WorkerEnvironmentMissing", error.ErrorId);
        Assert.Contains("lacks TEMPORAL_LAMBDA_DEPLOYMENT_NAME, TEMPORAL_LAMBDA_BUILD_ID, from which", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_timeout_below_ten_seconds_comes_before_all_else() =>
        Assert.Equal("WorkerTimeoutTooShort", BindingCause.OfWrongSettings(Function(9, ("TEMPORAL_TASK_QUEUE", "other")), Wanted)!.ErrorId);

    private static FunctionConfiguration Function(int timeout, params (string Name, string Value)[] variables) => new()
    {
        Timeout = timeout, Environment = new(variables.ToDictionary(variable => variable.Name, variable => variable.Value)),
    };
}
