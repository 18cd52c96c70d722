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
    private readonly Lazy<Task<string>> _buildId;
    private readonly Lazy<Task<VersionState>> _version;
    private readonly Lazy<Task<VersionDescription>> _description;
    private readonly Lazy<Task<FunctionDescription>> _function;
    private readonly Lazy<Task<IReadOnlyList<LogEntry>>> _log;

    /// <param name="expected">The stage record; only the deployment name must be there.</param>
    /// <param name="temporal">Opens the connection to Temporal.</param>
    /// <param name="aws">Opens the session with AWS.</param>
    /// <param name="cancellationToken">Ends every read.</param>
    public VerificationTarget(
        RoutedWorker expected, Func<Task<TemporalConnection>> temporal, Func<Task<AwsSession>> aws, CancellationToken cancellationToken)
    {
        Expected = expected;
        _temporal = new(temporal);
        _aws = new(aws);
        _buildId = new(async () => Expected.BuildId ?? await new DeploymentReader(await Temporal).RoutedBuildIdAsync(DeploymentName, cancellationToken));
        _version = new(async () =>
            await VersionState.ReadVersionAsync(await Temporal, DeploymentName, await BuildId, cancellationToken) is { Exists: true } version
                ? version.About(Expected.QualifiedArn)
                : await VersionState.ReadAsync(await Temporal, DeploymentName, await BuildId, cancellationToken));
        _description = new(async () => await new DeploymentReader(await Temporal).VersionAsync(DeploymentName, await BuildId, cancellationToken));
        _function = new(async () => await (await Aws).Lambda.GetFunctionAsync(await FunctionArnAsync(), qualifier: null, cancellationToken));
        _log = new(() => ReadLogAsync(DateTimeOffset.UtcNow - LogAge, cancellationToken));
    }

    public RoutedWorker Expected { get; }

    public string DeploymentName => Expected.DeploymentName!;

    /// <summary>The build id: the one asked for, else the one that the deployment's traffic goes to.</summary>
    public Task<string> BuildId => _buildId.Value;

    /// <summary>What people call it, with the build id as soon as that is known.</summary>
    public string Name => _buildId is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true } build } ? $"{DeploymentName} {build.Result}" : DeploymentName;

    public Task<TemporalConnection> Temporal => _temporal.Value;

    public Task<AwsSession> Aws => _aws.Value;

    /// <summary>The version as the server has it, by its quickest call.</summary>
    public Task<VersionState> Version => _version.Value;

    /// <summary>The version with all that the server knows of it: its queues' backlog, the stored validation, the controller's last failure.</summary>
    public Task<VersionDescription> VersionDescription => _description.Value;

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

    /// <summary>The version's lines in its log, oldest first, as they are now.</summary>
    public async Task<IReadOnlyList<LogEntry>> ReadLogAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        FunctionConfiguration function = await FunctionAsync(cancellationToken);
        LogQuery query = new() { LogGroupName = function.LoggingConfig?.LogGroup ?? FunctionLog.GroupOf(function.FunctionName), Since = since };
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
