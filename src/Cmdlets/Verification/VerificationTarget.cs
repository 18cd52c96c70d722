using TemporalLambda.Aws;
using TemporalLambda.Aws.Functions;
using TemporalLambda.Aws.Lambda;
using TemporalLambda.Aws.Logs;
using TemporalLambda.Temporal;

namespace TemporalLambda.Cmdlets.Verification;

/// <summary>
/// The deployment that is looked at: what is expected of it, and what several checks need, each read once and only when the first one asks.
/// </summary>
internal sealed class VerificationTarget
{
    private static readonly TimeSpan LogAge = TimeSpan.FromMinutes(15);

    private readonly Lazy<Task<TemporalConnection>> _temporal;
    private readonly Lazy<Task<AwsSession>> _aws;
    private readonly Lazy<Task<VersionState>> _version;
    private readonly Lazy<Task<FunctionDescription>> _function;
    private readonly Lazy<Task<IReadOnlyList<LogEntry>>> _log;

    /// <param name="expected">The stage record; only deployment name and build id must be there.</param>
    /// <param name="temporal">Opens the connection to Temporal.</param>
    /// <param name="aws">Opens the session with AWS.</param>
    /// <param name="cancellationToken">Ends every read.</param>
    public VerificationTarget(
        RoutedWorker expected, Func<Task<TemporalConnection>> temporal, Func<Task<AwsSession>> aws, CancellationToken cancellationToken)
    {
        Expected = expected;
        _temporal = new(temporal);
        _aws = new(aws);
        _version = new(async () =>
            await VersionState.ReadVersionAsync(await Temporal, DeploymentName, BuildId, cancellationToken) is { Exists: true } version
                ? version
                : await VersionState.ReadAsync(await Temporal, DeploymentName, BuildId, cancellationToken));
        _function = new(async () => await (await Aws).Lambda.GetFunctionAsync(await FunctionArnAsync(), qualifier: null, cancellationToken));
        _log = new(() => ReadLogAsync(cancellationToken));
    }

    public RoutedWorker Expected { get; }

    public string DeploymentName => Expected.DeploymentName!;

    public string BuildId => Expected.BuildId!;

    public Task<TemporalConnection> Temporal => _temporal.Value;

    public Task<AwsSession> Aws => _aws.Value;

    /// <summary>The version as the server has it.</summary>
    public Task<VersionState> Version => _version.Value;

    /// <summary>The function's version as Lambda has it, with its package and its reserved concurrency.</summary>
    public Task<FunctionDescription> FunctionDescription => _function.Value;

    /// <summary>The version's lines in the log of the last quarter of an hour, oldest first.</summary>
    public Task<IReadOnlyList<LogEntry>> RecentLog => _log.Value;

    /// <summary>The settings of the function's version.</summary>
    public async Task<FunctionConfiguration> FunctionAsync(CancellationToken cancellationToken) =>
        (await FunctionDescription.WaitAsync(cancellationToken)).Configuration;

    /// <summary>The ARN that Temporal invokes: the registered one, whatever the record says.</summary>
    public async Task<string> FunctionArnAsync() => (await Version).Group?.FunctionArn ?? Expected.QualifiedArn ?? Expected.FunctionArn ?? "";

    /// <summary>The task queue: the record's, else the one in the function's environment.</summary>
    public async Task<string?> TaskQueueAsync() =>
        Expected.TaskQueue ?? Variable((await FunctionDescription).Configuration, FunctionVariables.TaskQueue);

    public static string? Variable(FunctionConfiguration function, string name) => function.Environment?.Variables?.GetValueOrDefault(name);

    private async Task<IReadOnlyList<LogEntry>> ReadLogAsync(CancellationToken cancellationToken)
    {
        FunctionConfiguration function = await FunctionAsync(cancellationToken);
        LogQuery query = new()
        {
            LogGroupName = function.LoggingConfig?.LogGroup ?? FunctionLog.GroupOf(function.FunctionName),
            Since = DateTimeOffset.UtcNow - LogAge,
        };
        List<LogEntry> lines = [];
        try
        {
            await foreach (LogEntry line in new FunctionLog(await Aws).ReadAsync(query, cancellationToken))
            {
                if (line.FunctionVersion is null || line.FunctionVersion == function.Version)
                {
                    lines.Add(line);
                }
            }
        }
        catch (StageException e) when (e.ErrorId == "LogGroupNotFound")
        {
            // It appears with the first invocation's first line.
        }

        return lines;
    }
}
