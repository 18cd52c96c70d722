namespace TemporalLambda.Aws;

/// <content>The failures of reading logs.</content>
public static partial class AwsErrors
{
    /// <summary>There is no log.</summary>
    public static StageException LogGroupNotFound(string logGroupName, Exception? inner) => new(
        "LogGroupNotFound",
        FaultCategory.ObjectNotFound,
        $"There is no log group '{logGroupName}': no such function has run in this region and account.",
        "Check the name, the region and the account, give -LogGroupName where the function logs elsewhere, or wait for its first line with -Follow.",
        logGroupName,
        inner);

    /// <summary>An invocation's id that is none.</summary>
    public static StageException RequestIdNotValid(string requestId) => new(
        "RequestIdNotValid",
        FaultCategory.InvalidArgument,
        $"'{requestId}' is not the request id of an invocation.",
        "Give -RequestId as the log has it, for example 8f507cfc-a8a5-4bd4-b1a7-1d0b7bbba4d0.",
        requestId);
}
