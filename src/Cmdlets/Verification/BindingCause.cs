using TemporalLambda.Aws;
using TemporalLambda.Aws.Functions;
using TemporalLambda.Aws.Lambda;
using TemporalLambda.Aws.Logs;
using TemporalLambda.Cmdlets.Errors;
using TemporalLambda.Temporal;

namespace TemporalLambda.Cmdlets.Verification;

/// <summary>Why a function's worker has never polled, as far as AWS tells: by its settings, and by its log.</summary>
internal static class BindingCause
{
    // What a worker of any SDK keeps of the timeout to stop is 7 s, so that below 10 s it hardly polls.
    private const int ShortestTimeout = 10;

    /// <summary>The cause, or null where AWS tells none.</summary>
    /// <param name="session">The account.</param>
    /// <param name="wanted">The version that was registered.</param>
    /// <param name="since">When the function was first invoked for it.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="StageException">AWS could not be asked.</exception>
    public static async Task<StageException?> FindAsync(AwsSession session, WantedVersion wanted, DateTimeOffset since, CancellationToken cancellationToken)
    {
        FunctionArn arn = FunctionArn.Parse(wanted.FunctionArn);
        if (await session.Lambda.GetFunctionConfigurationAsync(arn.Unqualified, arn.Qualifier, cancellationToken).OrNull() is not { } function)
        {
            return null;
        }

        return OfWrongSettings(function, wanted) ?? await OfLogAsync(session, function, wanted, since, cancellationToken) ?? OfMissingSettings(function, wanted);
    }

    /// <summary>Settings with which no worker of the version can poll.</summary>
    internal static StageException? OfWrongSettings(FunctionConfiguration function, WantedVersion wanted)
    {
        if (function.Timeout < ShortestTimeout)
        {
            return CmdletErrors.WorkerTimeoutTooShort(wanted.FunctionArn, wanted.TaskQueue, function.Timeout);
        }

        string[] wrong = [.. Names(wanted).Where(name => Found(function, name.Variable) is { } found && found != name.Wanted)
            .Select(name => $"{name.Variable} is '{Found(function, name.Variable)}' and must be '{name.Wanted}'")];
        return wrong.Length == 0 ? null : CmdletErrors.WorkerEnvironmentDiffers(wanted.FunctionArn, wanted.TaskQueue, wrong);
    }

    /// <summary>Settings that a worker may do without, where it has them in its code.</summary>
    internal static StageException? OfMissingSettings(FunctionConfiguration function, WantedVersion wanted)
    {
        string[] missing = [.. Names(wanted).Where(name => Found(function, name.Variable) is null).Select(name => name.Variable)];
        return missing.Length == 0 ? null : CmdletErrors.WorkerEnvironmentMissing(wanted.FunctionArn, wanted.TaskQueue, missing);
    }

    private static async Task<StageException?> OfLogAsync(
        AwsSession session, FunctionConfiguration function, WantedVersion wanted, DateTimeOffset since, CancellationToken cancellationToken)
    {
        LogQuery query = new() { LogGroupName = function.LoggingConfig?.LogGroup ?? FunctionLog.GroupOf(function.FunctionName), Since = since };
        try
        {
            await foreach (LogEntry line in new FunctionLog(session).ReadAsync(query, cancellationToken))
            {
                if (KnownCause.Of(line.Text) is { } cause)
                {
                    return CmdletErrors.WorkerLogTells(cause.ErrorId, wanted.FunctionArn, wanted.TaskQueue, cause.Meaning, line.Message, cause.Recommendation);
                }
            }
        }
        catch (StageException e) when (e.Is(AwsFault.NotFound) || e.ErrorId == "LogGroupNotFound")
        {
            // The group comes with its first line.
        }

        return null;
    }

    private static (string Variable, string Wanted)[] Names(WantedVersion wanted) =>
    [
        (FunctionVariables.DeploymentName, wanted.DeploymentName), (FunctionVariables.BuildId, wanted.BuildId), (FunctionVariables.TaskQueue, wanted.TaskQueue),
    ];

    private static string? Found(FunctionConfiguration function, string variable) => VerificationTarget.Variable(function, variable);
}
